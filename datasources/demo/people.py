"""Who works in the demonstration's control centre: one account per role."""

from __future__ import annotations

from typing import NamedTuple


class Colleague(NamedTuple):
    """A person of the demonstration: login, name, position, role of the roster and the blocks they answer for."""

    login: str
    name: str
    position: str
    role: str
    blocks: tuple[str, ...] = ()


COLLEAGUES = (
    Colleague("kurator", "Северова Анна Павловна", "Заместитель главы, куратор МЦУ", "curator"),
    Colleague("rukovoditel", "Полярный Иван Сергеевич", "Руководитель МЦУ", "head"),
    Colleague("blok", "Котельникова Вера Ильинична", "Ответственная за блок ЖКХ", "block", ("housing",)),
    Colleague("operator", "Заливин Пётр Олегович", "Оператор МЦУ", "operator"),
    Colleague("administrator", "Серверов Глеб Николаевич", "Администратор МЦУ", "administrator"),
    Colleague("nablyudatel", "Гостева Ольга Юрьевна", "Наблюдатель общественного совета", "observer"),
)
HEAD = "rukovoditel"
PAPER = "распоряжение № 1-р (демонстрация)"
