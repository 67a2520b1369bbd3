"""What a person finds in a window: the words that are shown, buttons and lines by the names they have."""

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from designer.ui.widgets.fields import Form


def texts(widget):
    """Return the text of each label that WIDGET shows, in the order the labels were made."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget) and one.text()]


def said(widget):
    """Return all that the labels of WIDGET say, a line each."""
    return "\n".join(texts(widget))


def button(widget, name):
    """Return the button of WIDGET that is called NAME, by what is read aloud of it or by its own words."""
    buttons = widget.findChildren(QAbstractButton)
    return next(one for one in buttons if name in (one.accessibleName(), one.text()))


def line(widget, name):
    """Return the line of WIDGET to type into that is read aloud as NAME."""
    return next(one for one in widget.findChildren(QLineEdit) if one.accessibleName() == name)


def fact(widget, name):
    """Return the line of WIDGET that the fact NAME is typed into."""
    return next(one for one in widget.findChildren(QLineEdit) if one.property("field") == f"fact:{name}")


def named(widget, name):
    """Return what of WIDGET is read aloud as NAME."""
    return next(one for one in widget.findChildren(QWidget) if one.accessibleName() == name)


def problem(widget, control):
    """Return why what was entered into CONTROL of WIDGET was refused; "" where it was not."""
    return next(filter(None, (form.problem_of(control) for form in widget.findChildren(Form))), "")
