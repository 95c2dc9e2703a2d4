"""How hard words are to read. A measure for their writer, and never a gate.

English: the grade of Flesch and Kincaid (Kincaid et al. 1975, "Derivation of new readability formulas for Navy
enlisted personnel"): 0.39 × words per sentence + 11.8 × syllables per word − 15.59. Korean: eojeol per sentence.
"""

from dataclasses import dataclass

import regex

# A sentence ends in its mark, whatever closes behind it, and a blank; or with its line.
END = regex.compile(r"(?<=[.!?。！？…][\"'”’»)\]]*)\s+|\n+")
WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*")
EOJEOL = regex.compile(r"\S*[\p{L}\p{N}]\S*")
VOWELS = regex.compile(r"[aeiouy]+")
# Written and not spoken: the "e" of "made" and "makes", of "called"; but that of "table" and "wanted" is.
SILENT = regex.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzgh])es$")

# GOV.UK's guidance for writers: look again at sentences of more than 25 words.
LONG_SENTENCE = 25


@dataclass(frozen=True, kw_only=True)
class Readability:
    """`words` are eojeol in Korean. `grade` is the American school year that reads it with ease; None for
    languages that the formula was not made for."""

    language: str
    sentences: int
    words: int
    longest: int
    grade: float | None = None

    @property
    def per_sentence(self) -> float:
        return round(self.words / self.sentences, 1)

    @property
    def is_long(self) -> bool:
        """Whether its longest sentence should be looked at again. Nobody has counted that for Korean."""
        return self.language != "ko" and self.longest > LONG_SENTENCE


def readability(text: str, language: str) -> Readability | None:
    """None for a text without a word."""
    kind = EOJEOL if language == "ko" else WORD
    sentences = [words for part in END.split(text) if (words := kind.findall(part))]
    if not sentences:
        return None
    words = [word for sentence in sentences for word in sentence]
    grade = None
    if language == "en":
        spoken = sum(map(syllables, words))
        grade = round(0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59, 1)
    return Readability(
        language=language,
        sentences=len(sentences),
        words=len(words),
        longest=max(map(len, sentences)),
        grade=grade,
    )


def syllables(word: str) -> int:
    """Of an English word, by its letters: right for most, and at least one."""
    return max(1, len(VOWELS.findall(SILENT.sub("", word.lower()))))
