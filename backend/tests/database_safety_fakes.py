"""A person, or nobody, in front of the door."""

from dataclasses import dataclass, field


@dataclass
class FakeConsole:
    """Answers every question with `answer`; remembers what was said and asked."""

    interactive: bool = False
    answer: str = ""
    coloured: bool = False
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str) -> str:
        self.asked.append(question)
        return self.answer

    @property
    def text(self) -> str:
        return "\n".join([*self.said, *self.asked])
