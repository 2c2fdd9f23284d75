-- offers.rolling held 0 or 1. It now also holds until when entry is rolling, as 20270430; 1 is rolling without an end.

UPDATE offers SET rolling = (
    SELECT CAST(replace(max(d.end_day), '-', '') AS INTEGER) FROM offer_dates d
    WHERE d.offer = offers.n AND (d.rolling = 1 OR offers.rolling_entry = 1)
)
WHERE rolling = 1
    AND EXISTS (
        SELECT 1 FROM offer_dates d WHERE d.offer = offers.n AND (d.rolling = 1 OR offers.rolling_entry = 1)
    )
    AND NOT EXISTS (
        SELECT 1 FROM offer_dates d
        WHERE d.offer = offers.n AND (d.rolling = 1 OR offers.rolling_entry = 1) AND d.end_day IS NULL
    );
