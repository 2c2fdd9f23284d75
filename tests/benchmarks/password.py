"""The password of measured databases, apart so that reading it loads nothing."""

PASSWORD = "ein gutes Passwort"
