-- The order of offers by their last day follows the rows.
UPDATE offers_latest SET rolling = (SELECT o.rolling FROM offers o WHERE o.n = offers_latest.n)
WHERE rolling = 1 AND EXISTS (SELECT 1 FROM offers o WHERE o.n = offers_latest.n AND o.rolling > 1);
