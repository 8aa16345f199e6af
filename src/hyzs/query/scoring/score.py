"""Points of the units that a scheme compares: sums first, then rates from numerator and denominator, then ranks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.decimals import Number, decimal_of, total_of
from hyzs.model.quotient import quotient, round_fraction, round_to
from hyzs.model.scoring_formula import capped, item_points
from hyzs.query.quantities import CountedQuantity, CountedRecord, CountedTerm, QuantityReader, read_quantity
from hyzs.query.scoring.exclusions import Exclusions, given_marks, scheme_exclusions
from hyzs.query.scoring.scheme_declaration import ScoringPeriod, ScoringScheme, asked_at, item_parts
from hyzs.query.scoring.score_breakdown import ItemScore, ScoredSubject, SubjectScore

DRAFTS = "SELECT id FROM record WHERE draft = 1"
WAITING, UNRANKED = "待核", "未参评"
_NO_BEST, _NO_RANK, _NOTHING = "取消评优", "不参评", "零分"


class Scores:
    """The scores of a scheme in a period, asked as of the period's end or of ``now`` while it lasts."""

    def __init__(self, index: IndexReader, scheme: ScoringScheme, period: ScoringPeriod, now: datetime) -> None:
        self.index, self.scheme, self.period = index, scheme, period
        self.now = asked_at(period, now)
        self.reader = QuantityReader(index, period.counted, self.now)
        self.left_out: Exclusions = scheme_exclusions(index, self.reader, scheme, period, now.date())
        self.marks = given_marks(index, scheme, period)
        self._claimed: dict[str, str] = {}
        self.has_sample = scheme.is_sample

    @cached_property
    def subjects(self) -> list[ScoredSubject]:
        """Everyone who is compared, in the store's order; drafts are not.

        Raises:
            BadUsage: a condition of the scheme cannot be understood.
        """
        declared = self.scheme.body["subjects"]
        group = declared.get("group")
        names = ["id", "name", *([group] if group else [])]
        where = declared.get("where")
        rows = matching_rows(self.index, declared["kind"], names, where, self.now)
        drafts = set(self.index.tuples(DRAFTS))
        return [
            ScoredSubject(row["id"], row["name"], str(row[group] or "") if group else "")
            for row in rows
            if (row["id"],) not in drafts
        ]

    @cached_property
    def all(self) -> list[SubjectScore]:
        """The scores of all, ranked within their groups: by group, place, then the store's order.

        Raises:
            BadUsage: a condition of the scheme cannot be understood.
        """
        score_of = {subject.name: SubjectScore(subject, {}) for subject in self.subjects}
        for item in self.scheme.items:
            for name, item_score in self._item_scores(item).items():
                score_of[name].items[item["id"]] = item_score
        groups: dict[str, list[SubjectScore]] = defaultdict(list)
        for score in score_of.values():
            groups[score.subject.group].append(score)
        for scores in groups.values():
            for item in self.scheme.items:
                self._score_item(item, [score.items[item["id"]] for score in scores])
            self._rank(scores)
        return [score for scores in groups.values() for score in sorted(scores, key=_place)]

    def _item_scores(self, item: dict[str, Any]) -> dict[str, ItemScore]:
        """The numbers of the item by subject, or those of each of its parts."""
        if not (parts := item_parts(item)):
            return self._counted(item)
        scores = {subject.name: ItemScore() for subject in self.subjects}
        for part in parts:
            for name, score in self._counted(part).items():
                scores[name].parts[part["id"]] = score
        return scores

    def _score_item(self, item: dict[str, Any], scores: Sequence[ItemScore]) -> None:
        """The points of the item for everyone in a group; of one with parts the sum of theirs."""
        if not (parts := item_parts(item)):
            self._give_points(item, scores)
            return
        for part in parts:
            self._give_points(part, [score.parts[part["id"]] for score in scores])
        for score in scores:
            self._compose(item, score)

    def _compose(self, item: dict[str, Any], score: ItemScore) -> None:
        """The item made of its parts: it has no points as long as one of them has none."""
        parts = score.parts.values()
        for part in parts:
            score.above += part.above
            score.below += part.below
            score.taken_out += [row for row in part.taken_out if row not in score.taken_out]
            score.missing += [id for id in part.missing if id not in score.missing]
        points = [part.points for part in parts if part.points is not None]
        if len(points) < len(parts):
            unscored = next(part for part in parts if part.points is None)
            score.empty, score.words = unscored.empty, unscored.words
            return
        total, score.bound = capped(item, Fraction(sum(points, Decimal())))
        score.points = score.value = self._rounded(total)
        score.words = " + ".join(str(part) for part in points)

    def _counted(self, item: dict[str, Any]) -> dict[str, ItemScore]:
        """Numerator and denominator of the item by subject."""
        scores = {subject.name: ItemScore() for subject in self.subjects}
        if item["how"] == "given":
            for name, score in scores.items():
                score.mark = self.marks.get((name, item["id"])) or self.marks.get((name, item["name"]))
            return scores
        quantity = read_quantity(item)
        self._collect(item, quantity.of, quantity.batch, scores, is_above=True)
        if quantity.over:
            self._collect(item, quantity.over, quantity.batch, scores, is_above=False)
        for score in scores.values():
            self._set_value(item, quantity, score)
        return scores

    def _collect(
        self,
        item: dict[str, Any],
        term: CountedTerm,
        batch: str | None,
        scores: dict[str, ItemScore],
        *,
        is_above: bool,
    ) -> None:
        """Give each member of the term to whose it is, or name it among what is taken out."""
        own_names = {subject.id: subject.name for subject in self.subjects}
        holder = self.scheme.holder(item)
        for member in self.reader.members(term, batch, holder):
            name = member.holder if holder else own_names.get(member.id)
            score = scores.get(name or "")
            if score is None:
                continue
            self.has_sample |= member.is_sample
            reason = self.left_out.reason(item.get("whole", item["id"]), member.id, name, is_draft=member.is_draft)
            if not reason and item.get("once") and self._claimed.setdefault(member.id, item["id"]) != item["id"]:
                reason = f"已在“{self._claimed[member.id]}”里算过"
            if reason:
                score.taken_out.append(
                    {
                        "id": member.id,
                        "name": member.name,
                        "of": "numerator" if is_above else "denominator",
                        "why": reason,
                    }
                )
            else:
                (score.above if is_above else score.below).append(member)

    def _set_value(self, item: dict[str, Any], quantity: CountedQuantity, score: ItemScore) -> None:
        """The numbers, the value made of them last, and the records whose number is not known.

        What is not known of the numerator adds nothing, which is never better than the worst; where less is better, and
        of a denominator, it would be: then the value is missing.
        """
        score.numerator = _total(quantity.of, score.above)
        lower_is_better = item.get("better") == "low"
        unknown = [*score.below, *(score.above if lower_is_better else ())]
        score.missing = list(dict.fromkeys(member.id for member in unknown if member.value is None))
        if unit := item.get("verified"):
            all_members = (*score.above, *score.below)
            by_others = [member.id for member in all_members if member.verified_by not in (None, unit)]
            self_reported = [member.id for member in score.above if member.value is None]
            score.missing = list(dict.fromkeys((*score.missing, *by_others, *self_reported)))
        rounding = quantity.rounding
        if quantity.over is None:
            score.exact = Fraction(decimal_of(score.numerator))
            score.value = round_to(decimal_of(score.numerator), quantity.digits, rounding)
            if quantity.of.field is None:
                score.value = decimal_of(score.numerator)
            return
        score.denominator = _total(quantity.over, score.below)
        percent = item.get("percent", True)
        score.value = quotient(score.numerator, score.denominator, quantity.digits, rounding, percent=percent)
        score.empty = score.value is None and not score.missing
        if score.value is not None:
            fraction = Fraction(decimal_of(score.numerator)) / Fraction(decimal_of(score.denominator))
            score.exact = fraction * (100 if percent else 1)

    def _give_points(self, item: dict[str, Any], own: Sequence[ItemScore]) -> None:
        """The points of the item for everyone in a group."""
        if item["how"] == "given":
            for score in own:
                self._give_mark(item, score)
            return
        compared = [value for score in own if (value := _compared(item, score)) is not None]
        for score in own:
            value = _compared(item, score)
            if value is not None:
                points_of_item = item_points(item, value, compared)
                points, score.bound = capped(item, points_of_item.value)
                score.points, score.words = self._rounded(points), points_of_item.words
        other_points = [score.points for score in own if score.points is not None and not score.missing]
        mean = self._rounded(Fraction(sum(other_points, Decimal())) / len(other_points)) if other_points else None
        for score in own:
            self._settle(item, score, mean)

    def _give_mark(self, item: dict[str, Any], score: ItemScore) -> None:
        mark = score.mark
        if mark is None or mark.value is None:
            score.missing = [item["id"]]
            self._settle(item, score, None)
            return
        score.value = mark.value
        points, score.bound = capped(item, Fraction(mark.value))
        score.points, score.words = self._rounded(points), f"{mark.by}打分（{mark.evidence or '没有写依据'}）"

    def _settle(self, item: dict[str, Any], score: ItemScore, mean: Decimal | None) -> None:
        """The points of what is empty or missing, as the scheme declares; never more than the known alone gives."""
        zero = self._rounded(Fraction(0))
        if score.empty:
            rule = item.get("empty", "unranked")
            full = self._rounded(Fraction(item.get("points") or 0))
            score.points = {"unranked": None, "zero": zero, "full": full}[rule]
            score.words = {"unranked": f"没有分母，{UNRANKED}", "zero": "没有分母，得 0", "full": "没有分母，得满分"}[
                rule
            ]
        elif score.missing:
            rule = item.get("missing", "zero")
            own_points = score.points
            bounds = [points for points in (mean, own_points) if points is not None]
            least = min(zero, own_points) if own_points is not None else zero
            score.points = {"wait": None, "zero": least, "mean": min(bounds, default=zero)}[rule]
            words = {"wait": WAITING, "zero": "按 0 分", "mean": "按各家平均，不高于已知的"}[rule]
            score.words = f"缺 {len(score.missing)} 个数，{words}"

    def _rounded(self, points: Fraction) -> Decimal:
        return round_fraction(points, int(self.scheme.body.get("digits", 2)))

    def _rank(self, scores: list[SubjectScore]) -> None:
        """Totals, places and grades within one group."""
        for score in scores:
            self._judge(score)
        ranked = sorted((score for score in scores if score.is_ranked), key=self._order)
        for n, score in enumerate(ranked, 1):
            before = ranked[n - 2] if n > 1 else None
            tied = before is not None and self._order(before) == self._order(score)
            score.rank = before.rank if before and tied else n
            if before and tied:
                score.is_tied = before.is_tied = True
        for score in ranked:
            score.grade = self._grade(score, len(ranked))

    def _judge(self, score: SubjectScore) -> None:
        """The total, or why there is no place: an item that has no points, or a veto."""
        body, name = self.scheme.body, score.subject.name
        for veto in body.get("veto", ()):
            if mark := self.marks.get((name, veto["name"])):
                judgement = {"name": veto["name"], "effect": veto["effect"], "by": mark.by, "evidence": mark.evidence}
                score.vetoes.append(judgement)
        effects = {veto["effect"] for veto in score.vetoes}
        unscored = [item for item in body["items"] if score.items[item["id"]].points is None]
        if unscored:
            first = score.items[unscored[0]["id"]]
            score.reason = f"{UNRANKED if first.empty else WAITING}：{'、'.join(item['name'] for item in unscored)}"
            return
        points = [item.points for item in score.items.values() if item.points is not None]
        score.total = self._rounded(Fraction(0)) if _NOTHING in effects else sum(points, Decimal())
        if _NO_RANK in effects:
            score.reason = f"{UNRANKED}：{'、'.join(veto['name'] for veto in score.vetoes)}"

    def _order(self, score: SubjectScore) -> tuple[Decimal, ...]:
        """Sort key: the total, then the values of the items that decide between equals, the best first."""
        ties = (score.items[id] for id in self.scheme.body.get("ties", ()))
        better = {item["id"]: item.get("better", "high") for item in self.scheme.items}
        values = [item.value if item.value is not None else Decimal() for item in ties]
        signs = (1 if better[id] == "low" else -1 for id in self.scheme.body.get("ties", ()))
        return (-(score.total or Decimal()), *(sign * value for sign, value in zip(signs, values, strict=True)))

    def _grade(self, score: SubjectScore, count: int) -> str | None:
        """The first grade whose bounds it meets; who is barred from the best passes over those with ``top``."""
        is_barred = any(veto["effect"] == _NO_BEST for veto in score.vetoes)
        for grade in self.scheme.body.get("grades", ()):
            top, least = grade.get("top"), grade.get("at_least")
            if top is None and least is None:
                return str(grade["name"])
            places = quota(top, count) if top is not None else count
            is_in = (score.rank or count) <= places and (least is None or (score.total or 0) >= least)
            if is_in and not (is_barred and top is not None):
                return str(grade["name"])
        return None


def quota(top: Decimal, count: int) -> int:
    """The whole places of so many per cent of ``count``, cut off: 20% of 12 are 2."""
    return int(Fraction(top) * count / 100)


def _place(score: SubjectScore) -> tuple[bool, int]:
    return score.rank is None, score.rank or 0


def _compared(item: dict[str, Any], score: ItemScore) -> Decimal | Fraction | None:
    """The value that is turned into points: as it is printed, or exact where the item says so."""
    return score.exact if item.get("compare") == "exact" else score.value


def _total(term: CountedTerm, members: Iterable[CountedRecord]) -> Number:
    total = total_of(member.value for member in members)
    return int(total) if term.field is None else total
