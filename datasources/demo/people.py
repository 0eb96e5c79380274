"""Who works in the demonstration's control centre: one account per role, and one more for the other blocks."""

from __future__ import annotations

from typing import NamedTuple


class Colleague(NamedTuple):
    """A person of the demonstration: login, name, position, role of the roster and the blocks they answer for."""

    login: str
    name: str
    position: str
    role: str
    blocks: tuple[str, ...] = ()


OTHERS = ("access", "culture", "education", "health", "improvement", "other", "property", "roads", "safety", "social",
          "telecom", "transport", "waste")
"""Blocks besides housing: an alert of any of them finds somebody."""
COLLEAGUES = (
    Colleague("kurator", "Северова Анна Павловна", "Заместитель главы, куратор МЦУ", "curator"),
    Colleague("rukovoditel", "Полярный Иван Сергеевич", "Руководитель МЦУ", "head"),
    Colleague("blok", "Котельникова Вера Ильинична", "Ответственная за блок ЖКХ", "block", ("housing",)),
    Colleague("bloki", "Дворов Олег Борисович", "Ответственный за остальные блоки", "block", OTHERS),
    Colleague("operator", "Заливин Пётр Олегович", "Оператор МЦУ", "operator"),
    Colleague("administrator", "Серверов Глеб Николаевич", "Администратор МЦУ", "administrator"),
    Colleague("nablyudatel", "Гостева Ольга Юрьевна", "Наблюдатель общественного совета", "observer"),
)
HEAD = "rukovoditel"
PAPER = "распоряжение № 1-р (демонстрация)"
