"""EML: a letter, or a whole answer, as a mail that is not sent yet (RFC 5322, MIME); a mail program opens a draft."""

from datetime import datetime
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type

from hyzs.model.answer import Answer
from hyzs.model.errors import BadUsage
from hyzs.model.letter import Letter
from hyzs.model.time_zone import ZONE
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.formats import html, md
from hyzs.render.layout.cell_text import clean, one_line
from hyzs.render.letter import PrintedLetter, plain_lines, printed_letters, with_template_texts

FORMAT = Format(rank=200, content="mail", extension="eml", letter_extension="eml")

#: The clock at which a draft is dated: it is not known when it will be sent.
_MORNING = 9


def render(answer: Answer, context: RenderContext) -> bytes:
    """The one letter of the answer as a mail; of an answer that has none and is sent as it is, the page.

    Raises:
        BadUsage: there are several letters, or nothing to send.
    """
    if "mail" in answer.extra and not answer.has_letters:
        return _bytes(_page_mail(answer, context))
    answer = with_template_texts(answer, context)
    if len(answer.letters) != 1:
        problem = f"有 {len(answer.letters)} 份文书" if answer.letters else "没有要发的文书"
        raise BadUsage(f"一封邮件只装一份文书，{problem}", "-o 文件夹/ 一家一封，或用 --unit 写一家")
    return _bytes(_mail(answer.letters[0], printed_letters(answer, context)[0]))


def _bytes(mail: EmailMessage) -> bytes:
    head, gap, body = mail.as_bytes().partition(b"\r\n\r\n")
    # RFC 2047 section 5: an encoded word stands apart from the colon behind it; the library forgets the blank.
    return head.replace(b"?=:;", b"?= :;") + gap + body


def _page_mail(answer: Answer, context: RenderContext) -> EmailMessage:
    """The answer as text and as a page, to the unit that it is for."""
    about = answer.extra["mail"]
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = one_line(clean(answer.title))
    mail["From"] = Group(one_line(str(context.store.get("name") or "")) or "发送单位", ())
    mail["To"] = Group(one_line(clean(about["to"])) or "收件单位", ())
    mail["Date"] = datetime.fromisoformat(about["day"]).replace(hour=_MORNING, tzinfo=ZONE)
    mail["X-Unsent"] = "1"
    mail.set_content(md.render(answer, context))
    mail.add_alternative(html.render(answer, context), subtype="html")
    mail.set_boundary(f"=_hyzs_{about['day']}_page_=")
    return mail


def _mail(letter: Letter, paper: PrintedLetter) -> EmailMessage:
    """The mail: addressed where an address is known, else an empty group that names the unit (RFC 5322, 3.4)."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = one_line("".join(paper.title_lines))
    mail["From"] = Group(one_line(paper.issuer) or "发文机关", ())
    mail["To"] = _address(one_line(letter.unit), letter.address)
    mail["Date"] = datetime.fromisoformat(letter.day).replace(hour=_MORNING, tzinfo=ZONE)
    mail["X-Unsent"] = "1"
    mail.set_content("\n".join(plain_lines(paper)) + "\n")
    for file in letter.attachments:
        main, _, sub = (guess_type(file.name)[0] or "application/octet-stream").partition("/")
        mail.add_attachment(file.data, maintype=main, subtype=sub, filename=one_line(file.name))
    _fix_boundaries(mail, letter)
    return mail


def _address(name: str, address: str) -> Address | Group:
    if not address:
        return Group(name, ())
    try:
        return Address(display_name=name, addr_spec=clean(address))
    except (ValueError, IndexError):
        raise BadUsage(f"{name}的邮箱看不懂：{address}", "改正 private/contacts.yaml") from None


def _fix_boundaries(mail: EmailMessage, letter: Letter) -> None:
    """Set the boundary between the parts from the letter, not at random: the same letter gives the same bytes."""
    if mail.is_multipart():
        mail.set_boundary(f"=_hyzs_{letter.day}_{letter.unit.encode().hex()[:24]}_=")
