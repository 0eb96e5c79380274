"""Routes beside the screens: the bell, parcels, the map's files, headers. Knows no Dash."""
