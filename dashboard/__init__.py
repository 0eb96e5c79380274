"""The town's numbers: everything between a source's file and a screen; knows no Dash and no plotly."""
