"""Still parts: the same elements in the same order, as one component; what listens is refused."""

from typing import Any

import orjson
import pytest
from dash import dcc, html

from layouts.still import still


def told(drawn: Any) -> Any:
    """The tree as the browser gets it."""
    return orjson.loads(orjson.dumps(still(drawn).to_plotly_json()))["props"]["tree"]


def test_elements_keep_their_words_their_properties_and_their_order():
    drawn = html.Details([html.Summary("Ещё"), html.P(["два ", html.B(2), None], className="few")], open=True)
    assert told([drawn, "и всё"]) == [
        ["details", {"open": True}, ["summary", {}, "Ещё"], ["p", {"className": "few"}, "два ", ["b", {}, 2], None]],
        "и всё"]


def test_a_link_inside_the_room_is_a_way_and_a_spoken_name_stays():
    spoken: Any = {"aria-label": "к списку"}
    drawn = [dcc.Link("7", href="/list?measure=open"), html.A("вниз", href="#part", **spoken)]
    assert told(drawn) == [["way", {"href": "/list?measure=open"}, "7"],
                           ["a", {"href": "#part", "aria-label": "к списку"}, "вниз"]]


def test_a_bar_keeps_its_length():
    assert told(html.I(style={"width": "90%"})) == [["i", {"style": {"width": "90%"}}]]


def test_nothing_drawn_is_an_empty_part():
    assert told(None) == [] and told([]) == []


@pytest.mark.parametrize("part", [
    html.Button("Снять", id={"type": "undo", "batch": 1}), html.Button("Снять", n_clicks=0), dcc.Input(id="key"),
    html.A("Сюда", href="javascript:alert(1)"), html.A("Туда", href="//elsewhere/x"),
    html.Div(style={"backgroundImage": "url(//elsewhere)"})], ids=lambda part: type(part).__name__)
def test_what_listens_or_is_styled_by_itself_cannot_be_still(part):
    with pytest.raises(TypeError, match="cannot be a still part"):
        still([html.P([part])])


def test_a_citizens_words_stay_words():
    assert told([html.P("<img src=x onerror=alert(1)>")]) == [["p", {}, "<img src=x onerror=alert(1)>"]]
