"""The words by which a URL asks for something to be done, and those by which it only reads, one list for a class."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Nearly always a verb: it counts in any segment of a path and anywhere in a compound.
STRONG = _words("""
    abmelden abort accept activate add anonymise anonymize apagar append approve assign authorise ban borrar
    broadcast bulkdelete cancel cancelar cleanup clear confirm create deactivate decline decommission
    deconnexion decrement del delete delist demote deny deploy deprovision deregister destroy detach disable
    disarm discard disconnect dismiss dispatch dlt donate drop effacer eject elevate eliminar enable enqueue
    enrol enroll entfernen erase escalate evict excluir exec execute exit expire expunge factoryreset failover
    finalise finalize flush forget halt harddelete hibernate impersonate import increment inject insert install
    invalidate invite invoke kick kill lockdown loeschen logoff logout löschen masquerade massdelete migrate
    modify nuke obliterate optin optout overwrite poweroff poweron promote provision publish purge put quiesce
    quietdown quit reactivate reassign rebalance reboot rebuild recalculate reclaim recreate redeem redeploy
    redo regenerate reindex reinstall reinvite reject relaunch relink reload relocate remind remove remover
    rename reopen replace reprocess reprovision requeue reroute rerun reschedule resend reset restart restore
    resync retrigger retry revert revoke rm rmv rollback rotate run save scrub seal send sendmail shutdown
    signoff signout softdelete start stepdown stop submit supprimer suspend switchoff switchon takedown teardown
    slo terminate toggle trigger truncate turnoff turnon uitloggen unassign unban undelete undeploy undo unenroll
    unfollow uninstall unlink unload unlock unmute unpair unpublish unregister unseal unset unsubscribe
    unsub unsuspend upd update upgrade upsert usun usuń vacuum verwijderen wakeup webhook wipe withdraw выйти удалить
""")
# A verb as often as a noun: it counts as the last segment of a path, or where it leads a compound (setPassword).
WEAK = _words("""
    arm boot build buy capture charge checkout clone commit copy crawl cron deposit dequeue dial do drain edit
    follow fork fulfil fulfill generate grant honk launch like liquidate mark merge mint move mute notify off
    on originate patch pause pay perform play poke pop post prune pull push refresh refund register release
    renew repair replay resume rollout scan scrape sell set settle sign silence speak subscribe swap transfer
    tweet unarchive unstar upload vote
""")
# Of those, the ones that are verbs before an id as well (/pay/7).
BEFORE_ID = _words("edit launch mute pause pay refund renew resume subscribe")
# What is done to one thing: it counts as the last segment behind an id (/tickets/7/close), and where it is called.
RARE = _words("""
    ack acknowledge allocate allow apply archive associate attach begin block bookmark checkin claim close
    complete configure connect consume convert debit disassociate empty escalate fav favorite favourite fill
    finish fire fix forward freeze ignore initiate join leave lock open pin print recover refuse reserve
    resize resolve ring scale schedule ship shutoff skip snooze spawn split star strip sync touch trade trash
    turn unblock unfreeze unpin unsnooze verify void wake watch write
""")
# Nouns that are verbs where a function is called by them, and only there.
CALLED = _words("""
    answer backup batch bid blacklist book call change charge comment commission contact credit cut dial
    downvote email end enter exchange export fax feature format issue link load lock login mail message mix name
    order ping post process program project purchase queue quote rank rate record register reply report request
    research return review revise rule share signal signup snapshot sound stage store surf tag tap task text
    track trade transform unbook upvote validate verify warn whitelist write
""")
# What begins like this reads, whatever follows (getDeleteLog); "and" behind it takes that back (readAndClear).
READS = _words("""
    all browse calc calculate can check compare count current describe details diff download echo estimate
    exists explain explore fetch filter find get has head help history index info inspect is last latest list
    listing lookup max me min next peek ping poll predict preview query read recent render resolve retrieve
    return returns say search select self show since stat stats status stream sum summary tail test total
    validate version view watch whoami
""")
# Nouns by which a function that only reads is called; every other word is refused there, and these when alone.
READ_NOUNS = _words("""
    account accounts activity agile album albums alert alerts artist artists balance balances block blocknumber
    book candles capabilities catalog categories category chart columns config configuration currencies currency
    daily data depth directory doc document documents earnings event events exchange feature features feed
    fields file files flags forecast geocode global history home hourly identify identity image images income
    info interval intraday item items klines language languages limits list logs map market markets member
    members metadata metrics monthly name names news node nodeinfo nodes open opensearch orderbook orders
    overview page pages parse photo photos ping post posts price prices product products profile profiles quota
    quote quotes rate rates recent record records report reports result results revision revisions schema
    sentiment series server servers service services settings similar snapshot state statement station stations
    statistics stock supply symbol symbols system tables tags ticker tickers time timeline times timetable token
    tokennfttx tokens tokentx top tracks trades transaction transactions trends txlist txlistinternal types
    usage user users value values version versions video videos weather weekly
""")
NOT_ALONE = _words("""
    block book exchange feature image item name open page post price quote rate record report snapshot tag time
""")
# The parameters that name a function. Their values are refused unless they are known to read.
CALLS = _words("""
    act action actionname ajaxaction amztarget bulkaction cmd cmnd command do doaction fn formaction func
    funcname function functionname method methodname op oper operation opname power rpc soapaction subaction
    switch turn verb wsfunction xamztarget
""")
# The parameters that name a page or a route, which may be an act; some only where a slash makes a route of it.
ROUTES = _words("""
    a ajax btn button c call controller go job m mod mode module option page path q r restroute route s section
    step submit tab task uri url view
""")
SLASHED = _words("""
    option page path q s section uri url
""")
# Behind a verb in a name these make it a value (cancel_url, update_time), and in a path a thing (build-types).
TAILS = _words("""
    after amount at author before by cache category code codes config configs content cookie cookies count data
    date dates day days details digest error errors fields flag format from group groups hash header headers
    history hour id ids in info interval jobs key keys kind lang language length level limit line lines list
    lists log logs mark marker method mode month name names note notes number offset on ons option options order
    page params period periods plan point points policies policy query ratio reason reasons region requests
    result results route rule rules runs schedule schedules schema score set sets since size slug source state
    stations stats status statuses step steps style tag tags template templates time times timestamp title to
    token tokens total type types unit until uri uris url urls uuid value values version versions via window
    year zone
""")
# What a verb acts on, where both are glued (deleteuser) or name a parameter (delete_user=7).
_OBJECTS = _words("""
    access account acct admin alarm album alert all animation app article asset attachment audio backup batch
    bookmark branch bucket bulk button cache card cart category cert channel chat client cluster collection
    command comment company config confirm connection contact container conversation credential cron customer
    data database deployment device disk doc document domain draft email employee entity entry event everybody
    everyone everything favorite feed file firewall folder form friend function funds game grant group hook host
    image index instance invite invoice item job key label lead license link location lock machine mail media
    member membership message model money msg namespace network node note notification now object offer order
    org page participant password payment permission photo pin pipeline plan playlist pod policy poll post price
    process product profile project queue reaction reader record release replica repo report request resource
    review role room row rule script secret server service session share site sms snapshot stack staff status
    sticker storage subscription table tag task team template tenant text ticket token topic transaction tweet
    user venue version video vm voice volume wallet webapp webhook website worker workflow workspace
""")
OBJECTS = tuple(_OBJECTS)
# Verbs that stand glued before such an object; the ambiguous with their object. Then those that end a word.
GLUED_FIRST = tuple(
    (STRONG | _words("set move upload edit transfer")) - _words("start stop run put webhook retry unlink save")
)
GLUED = _words("""
    changepassword createacct createdb deletedb dropdb enddnd endsession killsession memessage payinvoice
    payorder postcomment postmessage posttweet putobject runcommand runjob
    runquery runscript runtask saveconfig savefile savesettings saveuser serverstart serverstop servicestart
    servicestop startcontainer startinstance startjob startserver startservice startvm stopcontainer
    stopinstance stopjob stopserver stopservice stopvm vmstart vmstop
""")
GLUED_LAST = tuple(
    _words("""
    cancel create deactivate delete destroy execute logout publish purge reboot remove restart revoke shutdown signout
    terminate truncate uninstall unsubscribe update
""")
)
NO_ENDING = ("catalogout", "dialogout", "analogout")
# Links that are good once: what is opaque behind them is not called, nor what is opaque in the query of those that are
# mailed. By the beginnings of words, the short ones by the whole word (concerts, assigning, presets).
MAILED = tuple(
    _words("""
    activat changeemail confirm emailchange forgot invit magicl oneclick onetime optin optout passwordless recover
    redeem registration reset selfdestruct singleuse unlock unsubscr verif
""")
)
MAILED_WORDS = _words("accept accepted approve claim join magic once rsvp")
LINKS = (*MAILED, *_words("autologin callback downloadonce graphql subscribe validat webhook"))
LINK_WORDS = MAILED_WORDS | _words("hook hooks login share shared shares signin signup")
# Words behind which anything at all is one.
LINKS_TO_ALL = _words("join magic magiclink oneclick onetime rsvp verify")
TICKETS = _words("""
    code hash id key link nonce otp pin secret ticket token
""")
# To whom something goes, and what: together they send a message or money.
RECEIVERS = _words("to phone phonenumber receiver recipient recipients msisdn destination number chatid")
SENT = _words("text message msg sms body content amount")
# Parameters whose value may be a verb that is carried out (mode=queue&name=delete).
NAMED = _words("apply instruction name param request subfunc switchcmd what")
FALSE = _words("0 false no off never none null n f")
TRUE = _words("true yes on now all y t force ok")
# Verbs whose name alone is as often a number's (?start=20, ?run=7).
NUMBERED = WEAK | _words("deploy import install run start stop")
# What these begin is a setting (can_delete, include_remove).
SETTING = _words("after allow auto before can include no on show since skip with without")
OVERRIDES = ("method", "verb", "override")
# By these a query is GraphQL's, whatever its path.
GRAPHQL_NAMES = _words("docid documentid operationname persistedquery queryid sha256hash")
# Beside these a GraphQL operation may be a stored one, which nobody sees.
GRAPHQL = _words("""
    batch docid documentid extensions mutation operationid operationname persistedquery queryid sha256hash
    variables
""")
# Where a database is asked in its own language: the beginnings of statements that change something.
STATEMENTS = _words("cql cypher expr n1ql q query script sql statement stmt")
_MADE = _words("""
    collection continuous database function index keyspace materialized measurement or procedure retention role schema
    series shard subscription table temporary trigger unique user view
""")
CHANGING = (
    *("delete from", "insert into", "replace into", "merge into", "kill query", "set password", "rename table"),
    *(f"{verb} {what}" for verb in ("alter", "create", "drop", "truncate") for what in _MADE),
    *(f"{verb} {what}" for verb in ("grant", "revoke") for what in ("all", "insert", "read", "role", "select")),
)
