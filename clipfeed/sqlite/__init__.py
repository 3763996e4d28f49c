"""Django's SQLite backend; a statement is translated once, not each time that it is executed."""
