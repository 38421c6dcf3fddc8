"""Every sentence that the Slack face says itself, in Slack's mrkdwn. What the core found is worded in ``reply/``."""

from __future__ import annotations

from collections.abc import Sequence

from bot.masking import ours
from bot.reply.mrkdwn import Mrkdwn

PROGRESS = Mrkdwn.ours(":mag: Looking into this 401…")
CHECKING = Mrkdwn.ours(":mag: Looking into this 401… I am asking the API. Running now: {checks}")
CHECKING_STATUS = ours("is asking the API: {checks}")
WAITING = Mrkdwn.ours(":hourglass_flowing_sand: In the queue: {why}, so I ask in {seconds} s.")
AGAIN = ours("The same text was checked {seconds} s ago, so I did not ask the API again.")
PRIVATE_PROGRESS = Mrkdwn.ours("Looking into it. Only you will see the answer.")
FAILED = Mrkdwn.ours(
    "Something went wrong on my side while I looked into this, not on yours. "
    "The operator finds it in the log under {id}."
)
TOO_MUCH = Mrkdwn.ours(
    "Reading this took more time or memory than I may use, so I stopped. Please paste the part with the request and "
    "the error alone. The operator finds it in the log under {id}."
)
ANSWER_TOO_MUCH = ours(
    "Reading what the API answered took more time or memory than I may use, so this is by the text alone."
)
GIVEN_UP = Mrkdwn.ours(
    "I tried this three times and failed each time, by a fault of mine, so I do not try it again. "
    "The operator finds it in the log under {id}."
)
INTERRUPTED = ours(
    "I was interrupted while I asked the API, so I went by the text alone: the credential is not sent again by itself. "
    "Post the request again to have the API asked again."
)
INTERRUPTED_CHECK = "the check was interrupted, and the credential is not sent a second time by itself"
PASSWORDS_SENT = ours(
    "A password was sent to this host {times} times for you within {minutes} minutes. More attempts may lock the "
    "account, so I went on without it. Post the request again later to have it checked with the password."
)
PASSWORDS_SENT_CHECK = "a password was sent there often enough just now, and more attempts may lock the account"
EDITED_AWAY = Mrkdwn.ours(
    "The message was edited and no longer holds a request or a 401, so there is nothing left to check."
)
A_FILE = ours("that was shared")
UNREAD = {
    "login": ours(
        "I could not read the file {name}: Slack gave me its login page instead, as it does where the app lacks the "
        "scope files:read. Please paste the request as text; an administrator can add the scope and install me again."
    ),
    "large": ours(
        "I did not read the file {name}: it is larger than 1 MB. Please paste the part with the request and the 401."
    ),
    "no-text": ours(
        "I could not read the file {name}: it is no text. Please paste the request and the answer as text."
    ),
    "elsewhere": ours(
        "I did not read the file {name}: it is not kept in Slack, and my token goes nowhere else. Please paste the "
        "request as text."
    ),
    "unreachable": ours(
        "I could not read the file {name}: Slack did not hand it out. Please share it again, or paste the request."
    ),
}
SEVERAL = ours("\n")
NOT_INSTALLED = Mrkdwn.ours("auth401 is not installed in this workspace. An administrator can install it again.")

ASK_LIVE = ours(
    "I went by the text alone. Asking the API takes at most five harmless requests, two of them with the credential."
)
ASK_LIVE_BUTTON = ours("Ask the API")
TRY_FIX = ours(
    "I did not try the correction: a user name and password are sent once only, since attempts may lock an account."
)
TRY_FIX_BUTTON = ours("Try the fix once")
PRESSED = ours("Asking the API, as its author allowed by the button.")
PRESSED_AGAIN = ours("Asking the API again, as its author wants by the button.")
ONLY_THE_AUTHOR = ours("Only whoever posted the request may send it, since it carries their credential.")
ASK_LIVE_NOT_YOURS = Mrkdwn.ours("Only whoever pasted the request may send it: it carries their credential.")
ASK_LIVE_GONE = Mrkdwn.ours(
    "The button was pressed already, or I no longer have this request. To have it asked anew, please paste it again."
)

SPACE, NO_REASON = ours(" "), ours("")
STRUCK = ours("  Not it, says ")
CONFIRMED, SAYS, CONFIRMED_CAUSE = ours("This was it"), ours(", says "), ours(": {title}")
NONE_LEFT = ours("None of the causes that I found was it")
NONE_LEFT_WHAT = Mrkdwn.ours(
    "Post the whole answer here in the thread, with its status line and headers (`curl -i`), or say what you changed: "
    "I look again with what I know."
)
ESCALATED = Mrkdwn.ours("Escalated to {to} by {user}.")
ESCALATE_WHO = Mrkdwn.ours("{user} asks for help with a 401 of {asker} in {where}. {link}")
ESCALATE_TEXT = Mrkdwn.ours("A 401 was escalated: {headline}")
ESCALATE_THREAD, ESCALATE_CAUSE, ESCALATE_EVIDENCE = ours("The thread"), ours("How sure"), ours("Evidence")
ESCALATE_DIRECT, ESCALATE_SOMEBODY = Mrkdwn.ours("a direct message"), Mrkdwn.ours("somebody")
ESCALATE_IDS = ours(" · ")
ESCALATE_REFUSED = Mrkdwn.ours(
    "I could not escalate this: I may not post to {to}. Somebody there can `/invite @auth401`; then press the button "
    "again."
)
CLOSE = ours("Close")
BEHIND_GONE = Mrkdwn.ours(
    "I no longer have what this button shows: the message was answered anew since, or too much time has passed. "
    "To get it again, choose _Diagnose this 401_ in the menu of the message with the request, or paste the request "
    "again."
)
BEHIND_NOT_NOW = Mrkdwn.ours("I could not look this up just now. Please press the button again in a moment.")

HELP = Mrkdwn.ours(
    "*I find out why an API answered 401, and say how to fix it.*\n"
    "Paste the `curl` command, the error or a log into a channel that I am in, or give it to me in private:\n"
    "• `/auth401 curl https://api.example.com/me -H 'Authorization: …'`: only you see the answer, until you share it\n"
    "• for a long request or a file: ⚡ › _Ask why an API says 401_, or the button of `/auth401`\n"
    "• mention me, or write me a direct message\n"
    "• in a thread: the message's menu › _Diagnose this 401_\n"
    "{commands}\n"
    "I ask the API at most five harmless questions (GET, HEAD, OPTIONS), never show a credential, and keep "
    "none in clear."
)
HOME_TITLE = ours("Why did the API say 401?")
HOME = Mrkdwn.ours(
    "Paste a `curl` command, an error message or a log where I am a member, and I answer in the thread: the most "
    "probable cause, how sure I am and why, and the corrected command where there is one."
)
HOME_NEVER = Mrkdwn.ours(
    "*What I never do*: send anything but GET, HEAD and OPTIONS, repeat a request that could change something, give a "
    "credential to another host than the one that was pasted, show one, or keep one in clear. I read what is posted "
    "where I am a member, answer what reports a refused request, and keep nothing of the rest."
)
HOME_SETTINGS, HOME_RECENT = ours("How I am set here"), ours("Recent diagnoses")
HOME_CAUSES, HOME_PROBLEMS = ours("What it was"), ours("Problems in the operator's settings and knowledge")
HOME_KEEPS = ours("What buttons need is kept for {hours} hours, encrypted.")
HOME_KEEPS_NOTHING = ours("Nothing is kept for buttons, so answers have none.")
HOME_OURS = ours("For people of other organisations I ask no host that my operator opened for this one.")
HOME_LEFT_ALONE = ours("People of other organisations are not answered.")
HOME_VOTES = {"right": ours(", this was it"), "wrong": ours(", not it")}
HOME_EVERYBODY = ours("People of other organisations are treated like members.")
HOME_CHANNEL = ours(": mode {mode}, live checks {live}")
HOME_PRIVATE, HOME_MORE, BETWEEN = ours("only you"), ours("{number} more stand in the log"), ours(", ")
HOME_NO_RECENT = Mrkdwn.ours(
    "None yet. Here stand your own, and those of channels of which Slack tells me that you are in them."
)
CERTAINTIES = {"proven": ours(" (proven), "), "observed": ours(" (observed), "), "suspected": ours(" (suspected), ")}
HOME_KEPT = Mrkdwn.ours(
    "Credentials are masked in everything I write. I keep ids, causes and times, never the paste in clear: it is "
    "encrypted, and kept only while it waits to be looked at or a button that asks the API needs it. What _Details_, "
    "_All steps_ and _Share in channel_ need is kept for a while, encrypted and without credentials; of what you say "
    "it was, ids alone, and your masked paste only where you tick the box."
)

MODES = {
    "auto": Mrkdwn.ours("I answer every paste of a failing request, and whoever mentions me."),
    "mention": Mrkdwn.ours("I answer only when I am mentioned."),
    "off": Mrkdwn.ours("I stay silent here. `/auth401` and the message menu still answer, privately."),
}
MODE_NAMES = {"auto": Mrkdwn.ours("auto"), "mention": Mrkdwn.ours("mention"), "off": Mrkdwn.ours("off")}
MODE_USAGE = Mrkdwn.ours(
    "`/auth401 mode auto|mention|off` sets when I answer in this channel. Now it is *{mode}*: {meaning}"
)
MODE_SET = Mrkdwn.ours("Done: *{mode}*. {meaning}")
MODE_SAID = Mrkdwn.ours("{user} set auth401 to *{mode}* in this channel. {meaning}")
MODE_ONLY_IN_CHANNELS = Mrkdwn.ours("A direct message is always answered; modes are for channels.")

SHARE_BUTTON = ours("Share in channel")
SHARED = ours("Shared in the channel.")
SHARED_BY = Mrkdwn.ours("{user} asked me in private, and shares the answer:")
SHARED_TEXT = Mrkdwn.ours("{by} {text}")
SHARE_NOT_YOURS = Mrkdwn.ours("Only whoever asked may share this answer.")
SHARE_GONE = Mrkdwn.ours("This answer was shared already, or I no longer have it.")
SHARE_NO_MEMBER = Mrkdwn.ours(
    "I cannot post here, since I am no member of this channel. `/invite @auth401`, and press the button again."
)

WINDOW_TITLE, WINDOW_SUBMIT, WINDOW_BUTTON = ours("Why a 401?"), ours("Find out why"), ours("Ask in a window")
WINDOW_INTRO = Mrkdwn.ours(
    "As long as it is: the request, and what came back. Only you see the answer, and no credential is shown."
)
WINDOW_REQUEST, WINDOW_FILES = ours("Request, error or log"), ours("Or as a file: a log, a HAR, a script")
WINDOW_PLACEHOLDER = ours("curl https://api.example.com/me -H 'Authorization: Bearer …'")
WINDOW_EMPTY = ours("Please paste the request or the error here, or add a file below.")
WINDOW_NO_TEXT = ours("I can read text files of up to 1 MB. Please add one, or paste the request above.")
WINDOW_CLOSED = Mrkdwn.ours(
    "The window did not open just now. Please try again, or send me the request here, or by `/auth401 curl …`."
)

LIVES = {
    "auto": Mrkdwn.ours("I ask the API of a pasted request by myself: at most five harmless requests."),
    "ask": Mrkdwn.ours("I ask an API only when whoever pasted the request presses the button."),
    "off": Mrkdwn.ours("I send nothing to any API and go by the text alone."),
}
LIVE_NAMES = {"auto": Mrkdwn.ours("auto"), "ask": Mrkdwn.ours("ask"), "off": Mrkdwn.ours("off")}
LIVE_USAGE = Mrkdwn.ours(
    "`/auth401 live auto|ask|off` sets whether I ask APIs for what is pasted here. Now it is *{live}*: {meaning}"
)
LIVE_SET = Mrkdwn.ours("Done: live checks are on *{live}*. {meaning}")
LIVE_SAID = Mrkdwn.ours("{user} set the live checks of auth401 to *{live}* in this channel. {meaning}")
LIVE_NOT_MORE = Mrkdwn.ours(
    "My operator set the live checks to *{live}* for all channels, and a channel can only hold me back further. "
    "{meaning}"
)
UNKNOWN = Mrkdwn.ours("I know no command {word}. Did you mean `/auth401` *{command}*?")
ABOVE = Mrkdwn.ours("{above}\n\n{text}")
EXAMPLE = Mrkdwn.ours("If *This was it*, what you pasted can help to explain the next one.")
EXAMPLE_OPTION = ours("Keep my masked paste as an example")
EXAMPLE_GIVEN = ours("The masked paste is kept, encrypted, for whoever teaches me. Delete the message to take it back.")
STATS_NONE = Mrkdwn.ours("Nothing was asked here in the last {days} days.")
STATS = Mrkdwn.ours("*Asked in the last {days} days in this workspace*: {asked}. {parts}.")
STATS_ANSWERED, STATS_SAID = (
    Mrkdwn.ours("{number} answered"),
    {
        "right": Mrkdwn.ours("people confirmed {number}"),
        "wrong": Mrkdwn.ours("people refuted {number}"),
    },
)
STATS_MEDIAN = Mrkdwn.ours("half of the answers came within {seconds} s")
STATS_PROVIDERS, STATS_PROVIDER = ours("By API:"), ours("  {name}: {causes}")
STATS_CAUSE, OTHER_APIS = ours("{title} {number}"), ours("other APIs")
STATS_UNSOLVED = ours("Unsolved, so that an entry is worth writing: {apis}")
STATS_API, STATS_STRUCK = ours("{name} {number}"), ours("{name} {number} (not: {title})")
STATS_SURE = ours("Of those called {low}–{high} %, {percent} % were confirmed ({confirmed} of {voted})")
STATS_FOUND = Mrkdwn.ours("{number} named a cause ({certainties})")
STATS_OF = {
    "proven": Mrkdwn.ours("{number} proven"),
    "observed": Mrkdwn.ours("{number} observed"),
    "suspected": Mrkdwn.ours("{number} suspected"),
}
STATS_PARTS = {
    "inconclusive": Mrkdwn.ours("{number} found a refusal and no sign that tells why"),
    "not-reproduced": Mrkdwn.ours("{number} found nothing that refuses any more"),
    "nothing-to-check": Mrkdwn.ours("{number} found nothing to check"),
}
COMMA, AND_THEN = Mrkdwn.ours(", "), Mrkdwn.ours("; ")
BAR, NOTHING, LINE_BREAK = ours("{bar} {number}  {title}"), ours(""), ours("\n")
BAR_FULL, BAR_EMPTY = ours("█"), ours("░")

LIVE_CREDENTIAL = Mrkdwn.ours(
    ":warning: The message that you posted in {channel} holds a credential that looks live ({credential}). "
    "Everybody in the channel can read it. Please revoke it and make a new one{where}, then delete the message."
)
LIVE_CREDENTIAL_SHARED = Mrkdwn.ours(
    ":warning: A message or a file of yours was shared in {channel}, and it holds a credential that looks live "
    "({credential}). Everybody in the channel can read it. Please revoke it and make a new one{where}."
)
REVOKED_ON = Mrkdwn.ours(" on {page}")
PAGE_OF = ours("{provider}'s page")

_COMMANDS, _LINE = Mrkdwn.ours("`/auth401 help`: all commands"), Mrkdwn.ours("• {command}")
_FOR_OAUTH = "for installing by OAuth: api.slack.com/apps › your app › Basic Information › App Credentials"
_FOUND_AT = {
    "SLACK_BOT_TOKEN": (
        "the bot token (xoxb-…): api.slack.com/apps › your app › OAuth & Permissions › Bot User OAuth Token"
    ),
    "SLACK_APP_TOKEN": (
        "the app-level token (xapp-…) for Socket Mode: api.slack.com/apps › your app › Basic Information › "
        "App-Level Tokens, scope connections:write"
    ),
    "SLACK_SIGNING_SECRET": (
        "checks that events come from Slack: api.slack.com/apps › your app › Basic Information › "
        "App Credentials › Signing Secret"
    ),
    "SLACK_CLIENT_ID": _FOR_OAUTH,
    "SLACK_CLIENT_SECRET": _FOR_OAUTH,
    "AUTH401_KEY": (
        "seals what stands in DATABASE_URL: a long random text, the same for all its processes "
        "(python3 -c 'import secrets; print(secrets.token_urlsafe(32))')"
    ),
    "DATABASE_URL": "where the jobs are: postgresql://user:password@host/name, the same as that of `auth401 run`",
}


def missing(names: Sequence[str]) -> str:
    """What to set and where it is found, one line each."""
    lines = "\n".join(f"  {name}  {_FOUND_AT[name]}" for name in names)
    return f"auth401: these settings are missing:\n{lines}\n`auth401 demo` needs none of them."


def socket_or_http() -> str:
    """Said when nothing at all is set, because there are two ways."""
    return (
        "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode, no public address), "
        "or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (HTTP)."
    )


def refused_token(error: str) -> str:
    """Slack does not take the bot token."""
    return f"auth401: Slack refused SLACK_BOT_TOKEN ({error}). {_FOUND_AT['SLACK_BOT_TOKEN']}"


def port_taken(host: str, port: int, why: str) -> str:
    """The address cannot be listened on."""
    return f"auth401: cannot listen on {host}:{port} ({why}). Set HOST and PORT to a free address."


def refused_app_token(error: str) -> str:
    """Slack does not take the app-level token."""
    return f"auth401: Slack refused SLACK_APP_TOKEN ({error}). {_FOUND_AT['SLACK_APP_TOKEN']}"


def help_text(commands: Sequence[Mrkdwn] = (_COMMANDS,)) -> Mrkdwn:
    """The help, a line for each command."""
    return HELP.filled(commands=Mrkdwn.ours("\n").between([_LINE.filled(command=command) for command in commands]))
