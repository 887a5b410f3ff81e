import sys

# jsonschema would spend a second of every start on a grammar for addresses in other alphabets, which nothing
# in Jupyter asks for
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
