"""What is said beside the marks: answers, comments, marks for buyers, and what moderators hide."""

from collections.abc import Container, Iterator

from indexer.decode import Event
from indexer.projections.common import Need, document_of
from indexer.records import BuyerReview, Comment, HiddenText
from indexer.rows import Rows

TEXTS = ("review", "answer", "comment", "buyer_review")


def needs(event: str, _: Container[str]) -> Iterator[Need]:
    if event == "ReviewAnswered":
        yield "review", lambda args: args.order_id
    if event == "Commented":
        yield "comment", lambda args: args.parent_id
    if event in ("TextHidden", "TextShown"):
        yield "hidden_text", lambda args: (TEXTS[args.text], args.id)


def on_review_answered(rows: Rows, event: Event) -> None:
    review = rows.review.change(event.args.order_id)
    review.answer, review.answered_at = event.args.content, event.timestamp
    review.updated_block = event.block_number


def on_commented(rows: Rows, event: Event) -> None:
    args = event.args
    thread = rows.comment.read(args.parent_id).thread_id if args.parent_id else args.comment_id
    comment = Comment(
        comment_id=args.comment_id,
        listing_id=args.listing_id,
        thread_id=thread,
        parent_id=args.parent_id or None,
        author=args.author,
        content=args.content,
        replies=0,
        commented_at=event.timestamp,
        tx_hash=event.tx_hash,
    )
    rows.comment.add(args.comment_id, comment)
    if args.parent_id:
        rows.comment.change(thread).replies += 1


def on_buyer_reviewed(rows: Rows, event: Event) -> None:
    args = event.args
    review = BuyerReview(
        order_id=args.order_id,
        buyer=args.buyer,
        seller=args.seller,
        rating=args.rating,
        content=document_of(args.content),
        reviewed_at=event.timestamp,
        tx_hash=event.tx_hash,
    )
    rows.buyer_review.add(args.order_id, review)


def on_text_hidden(rows: Rows, event: Event) -> None:
    args = event.args
    text, number = key = TEXTS[args.text], args.id
    fresh = HiddenText(
        text=text, id=number, hidden=True, reason=args.reason, moderator=args.by, changed_at=event.timestamp
    )
    if rows.hidden_text.get(key) is None:
        rows.hidden_text.add(key, fresh)
        return
    hidden = rows.hidden_text.change(key)
    hidden.hidden, hidden.reason, hidden.moderator, hidden.changed_at = True, args.reason, args.by, event.timestamp


def on_text_shown(rows: Rows, event: Event) -> None:
    hidden = rows.hidden_text.change((TEXTS[event.args.text], event.args.id))
    hidden.hidden, hidden.moderator, hidden.changed_at = False, event.args.by, event.timestamp
