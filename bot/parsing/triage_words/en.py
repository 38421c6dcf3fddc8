"""Word table: English."""

WORDS = {
    "hint": """
after | and | any | are | but | does | for | from | has | i | i'm | is | it | my | not | our | the | this | to | was
we | what | when | with | you
""",
    "strong": """
invalid_token | invalid_client | invalid_auth | not_authed | token_expired | token_revoked | expired_token
bad credentials | bad_credentials | authentication_error | unauthorized_client | invalid_api_key | invalid_apikey
error_unauthorized | jwt is missing | jwt is expired | jwt expired | jwt verification fails
jwt issuer is not configured | jwt malformed | audiences in jwt are not allowed | jwt signature does not match
missing jwt | invalid jwt | expiredjwt* | jwtexpired* | token used before issued | token is not valid yet
token not yet valid | token is expired | token has expired | unrecognizedclientexception | expiredtokenexception
invalidclienttokenid | invalidsignatureexception | missingauthenticationtoken* | incompletesignature* | authfailure
requesttimetooskewed | notauthorizedexception | aadsts7000215 | aadsts7000222 | aadsts700016 | aadsts50173
aadsts700082 | aadsts50034 | aadsts50126 | aadsts70008 | aadsts700027 | aadsts90002 | aadsts500133 | aadsts700024
aadsts70002 | aadsts700003 | aadsts50012 | aadsts50013 | idx10223 | idx10222 | idx10214 | idx10205 | idx10501
idx10503 | idx10511 | idx10208 | idx10500 | idx12741 | idx14102 | idx12709 | eneedauth | e401 | code e401
unauthenticated | error: unauthorized | unauthorizederror | unauthorizedexception | unauthorizedaccessexception*
httpunauthorized | authenticationexception | badcredentialsexception | insufficientauthenticationexception
authenticationerror | invalidcredentialserror | authorization_required | authorization required
authentication credentials were not provided | no api key found in request | no api key provided
incorrect api key provided | invalid api key | invalid api-key | invalid apikey | api key not valid
invalid authentication credentials | invalid authentication token | invalid access token | access token expired
access token is expired | access token has expired | access token is invalid | invalid bearer token
bearer token is missing | bearer token missing | missing bearer token | malformed bearer
access denied due to invalid subscription key | access denied due to missing subscription key
missing authorization header | no authorization header | authorization header missing
authorization header is missing | authorization header required | missing authentication token
missing authentication header | proxy authentication required | proxyauthenticationrequired | www-authenticate:
invalid username or password | invalid user name or password | invalid_login | session_expired | invalid_session_id
signature has expired | signature verification failed | invalid token signature | could not validate credentials
invalid login credentials | not enough segments | invalid credentials | incorrect username or password
username and password not accepted | not_authenticated | authenticationrequired | unauthenticated request
requires authentication | 'unauthorized' | "unauthorized" | error code: unauthorized | fatal: authentication failed
remote: invalid username or* | http basic: access denied | pull access denied | no basic auth credentials
unauthorized: authentication required | unauthorized: incorrect | 401 unauthorized | 401 - unauthorized
401: unauthorized | 401 (unauthorized) | 401 unauthorised | http/1.1 401 | http/1.0 401 | http/2 401 | http/3 401
http 401 | http-401 | http_401 | http401 | http error 401 | status code 401 | status code of 401 | status code: 401
statuscode: 401 | statuscode 401 | status_code: 401 | status: 401 | status=401 | status 401 | status:401
status code 'unauthorized' | 401 client error | 401 authorization required | responded with 401 | response code: 401
response code 401 | exit status 401 | unauthorized (401) | unauthorised (401) | error 401 | 401 error | 401 errors
err 401 | error code 401 | error code: 401 | error=401 | http 407 | http/1.1 407 | error 407 | status code 407
407 proxy | 407 error | code = unauthenticated | code: 16 | status code: 407 | token_not_valid
given token not valid | invalidaccesskeyid | invalid access key | invalidauthenticationtoken
access token validation failure | incorrect api key | token validation failure | authorization grant is invalid
grant is invalid
""",
    "weak": """
unauthorized | unauthorised | not authorized | not authorised | not authenticated | authentication failed
authentication failure | auth failed | auth error | auth errors | authentication errors | authorization failed
authorisation failed | auth failure | auth failures | token expired | expired token | invalid token | token invalid
token is invalid | token rejected | token was rejected | token is rejected | rejects our token | rejects my token
rejects the token | rejecting our token | rejecting my token | key rejected | key is rejected | key was rejected
login failed | wrong credentials | credentials rejected | credentials are rejected | invalid signature
signature invalid | not valid for any | no longer accepted | isn't accepted | is not accepted | not accepted anymore
key isn't accepted
""",
    "person": """
unauthorized access* | unauthorized person* | unauthorized people | unauthorized entry | unauthorized use*
unauthorized parking | unauthorized vehicle* | unauthorized visitor* | unauthorized copies | unauthorized change*
unauthorized charge* | unauthorized transaction* | unauthorized purchase* | unauthorized sale*
unauthorized biograph* | unauthorized autobiograph* | unauthorized software | unauthorized disclosure
unauthorized device* | unauthorized overtime | unauthorized absence* | unauthorized spend* | unauthorized expense*
unauthorized repair* | unauthorized dealer* | unauthorized reproduction | unauthorized distribution
unauthorized payment* | unauthorized personnel | unauthorized guest* | unauthorized snack*
unauthorized modification* | unauthorized leave | unauthorized migrant* | unauthorized login* | unauthorised access*
unauthorised person* | unauthorised use* | unauthorised entry | unauthorised absence* | not authorized to spend
not authorized to speak | not authorized to sign | not authorized to work | not authorized to approve
not authorized to park | not authorised to sign | not authorized to comment | not authorised to speak
invalid token in json | invalid token in | invalid token at | invalid token ',' | unexpected token | invalid token '
invalid token in template | unauthenticated requests | unauthenticated request | unauthenticated users
unauthenticated user | unauthenticated calls | unauthenticated access | unauthenticated clients
unauthenticated traffic | purchase was unauthorized | charge was unauthorized | payment was unauthorized
transaction was unauthorized | unauthenticated endpoint* | unauthenticated visitors
""",
    "api": """
api | apis | endpoint* | request | requests | token | tokens | bearer | jwt | oauth* | oidc | header | headers
credential | credentials | api key | api-key | apikey | key | keys | pat | client secret | client id | client_id
secret | login | auth | authentication | authorization | sdk | curl | postman | webhook* | http* | server | service
gateway | proxy | response | backend | url | rest | graphql | grpc | status | code | sso | saml | session | password
axios | fetch | registry | npm | pip | docker | git | github | gitlab | jira | stripe | keycloak | okta | auth0
cognito | azure | aws | gcp | cloudflare | nginx | kubernetes | k8s | kubectl | ingress | swagger | insomnia
zapytani* | klucz* | token* | naglowek | naglowk* | serwer* | haslo | zadani* | pozadavek | klic | anrop* | nyckel
anfrage* | schnittstelle | schlussel | passwort | zugangsdaten | anmeldung | requete* | jeton | cle | cle api
mot de passe | identifiants | en-tete | serveur | peticion* | solicitud* | clave | contrasena | cabecera
credenciales | servidor | requisicao | requisicoes | chave | senha | credenciais | cabecalho | richiesta | richieste
chiave | credenziali | chiamata | chiamate | llamada* | appel* | aufruf* | chamada* | verzoek* | sleutel
wachtwoord | aanroep* | istek | istegi | istekte* | istekler* | anahtar* | sifre | sunucu* | call | calls | caller
client | clients | integration | tenant | idp | app | pods | microservice | cluster | crawler | connector | callback
redirect | portal | account | user | users | customer | cookie | cookies | certificate | cert | certs | script
claim | claims | scope | scopes | audience | accounts | scripts | jobs | sandbox | staging | prod | production
sync | importer | job | cron | cronjob | connection | connector* | packages feed | feed | fleet | svc
microservices | worker | lambda | middleware | twilio | sendgrid | shopify | zapier | salesforce | hubspot | openai
sentry | datadog | grafana | vault | terraform | nuget | maven | pypi | artifactory | nexus | ghcr | ecr | helm
bitbucket | paypal | mailchimp | notion | airtable | zoom | teams api | ci
""",
    "err-before": """
error | errors | code | codes | status | http | https | statuscode | error code | a | an | the | this | these
those | that | get | gets | got | getting | gotten | receive | receives | received | receiving | return | returns
returned | returning | throw | throws | threw | throwing | gives | gave | giving | see | sees | seeing | saw | with
of | hit | hits | hitting | = | : | -> | => | → | -- | fail | fails | failing | failed | says | said | responds
reply | replies | answers | shows | now | still | always | constant | random | only | just | persistent
intermittent | sporadic | weird | strange | mysterious | annoying | same | another | more | and | but | then | my
our | your | their | his | her | constantly | suddenly | again | why | nothing but | sends | spits | keep | keeps
debug | fix | is | are | was | were | everything | else | being | about | it's | they're | that's | httperror
exception | failure | plus | into | httpexception | resulted in | results in | ends in | ends with | ending in
ended in | end up with | up at | at | ends up | everything returns | everything gives | yet | hence | problem
issue | insists on | by | with a | served | greeted with | met with | denied with
""",
    "err-after": """
unauthorized* | unauthorised* | error | errors | response | responses | status | code | codes | from | on | when
after | for | in | since | with | back | http | every | each | all | even | but | and | or | again | now | while
despite | although | though | until | if | is | are | was | were | at | against | via | only | instead | as
randomly | intermittently | constantly | everywhere | anymore | suddenly | out of | today | here | there | right
client error | means | because | failure | failures | exception | invalid* | bad credentials | authorization
sometimes | using | calling | loop | every time | whenever | as soon | unless | no matter | please | help | this
that | always | keeps | problem | problems | issue | issues | trouble | bug | thing | storm | spike | mess | saga
""",
    "num-before": """
room | rm | suite | apt | apartment | unit | floor | building | bldg | gate | seat | flight | bus | route | highway
hwy | interstate | exit | road | street | platform | train | locker | desk | table | line | lines | row | rows
column | page | pages | p | pp | chapter | section | paragraph | slide | lesson | issue | issues | ticket | tickets
case | pr | prs | mr | pull request | pull | merge request | bug | build | builds | job | run | pipeline | release
version | v | rev | revision | commit | port | ports | tcp | udp | extension | ext | channel | course | class
psych | math | bio | cs | econ | area | invoice | order | po | article | art | item | sku | part | model | peugeot
total | total of | about | exactly | approximately | approx | around | almost | nearly | over | under | roughly
all | some | number | no | nr | num | id | user id | batch | episode | ep | season | level | score | step | task
story | epic | card | milestone | sprint | rfc | size | count | processed | added | removed | deleted | imported
sold | shipped | year | psalm | block | mile | km | vlan | pid | process | node | hotel | exam | question | study
clause | rule | form | schedule | dial | call | text | code red | top | next | first | last | ran | passed | tests
test | session | position | at position | lvl | area code | zip code | promo code | discount code | country code
door code | gate code | pin code | product code | access code | voucher code | dress code | 401st | invite code
invitation code | referral code | coupon code | booking code | lock code | alarm code | cupboard | cabinet | shelf
drawer | box | asset | badge | etag | x-request-id | content-length | max-age | retry-after | limit | offset
timeout
""",
    "num-after": """
k | k's | (k) | km | kg | m | mi | miles | mile | meters | ms | seconds | secs | s | sec | minutes | mins | hours
hrs | days | weeks | years | dollars | usd | eur | euros | euro | gbp | bucks | pounds | bytes | kb | mb | gb | mib
tests | test cases | specs | assertions | checks passed | people | users | customers | members | attendees
participants | employees | students | guests | visitors | files | lines | loc | commits | rows | records | items
messages | mails | emails | tickets | issues | bugs | prs | stars | downloads | points | votes | views | likes
followers | pages | words | characters | chars | steps | calories | times | jobs | builds | packages | dependencies
deps | warnings | insertions | deletions | changes | passed | passing | nodes | pods | servers | hosts | devices
units | sales | orders | contacts | entries | rooms | seats | north | south | east | west | main | street | st | ave
avenue | road | rd | highway | hwy | percent | rpm | rps | qps | hz | px | degrees | watts | volts | mah | plan
plans | contributions | retirement | match | subscribers | signups | sign-ups | leads | reviews | photos | songs
books | tasks | stories | cards | translations | strings | vulnerabilities | cves | invoices | addresses | ips
domains | keys | accounts | repos | branches | functions | parameters | columns | tables | samples | images
results | hits | open issues | open tickets | new users | active users | of them | out of | of these | of those
left | remaining | in stock | in total | more | other | different | unread | unique | reasons | and counting
readers | pupils | reps | pushups | chapters | merchants | pieces | copies | calls per
""",
    "negate": """
not a | not an | no | not | without | never | zero | isn't a | isn't | wasn't a | wasn't | aren't | haven't seen
haven't had | have not seen | hasn't returned | didn't get a | didn't get | didn't see | don't see | don't get
doesn't return | does not return | doesn't give | no more | no longer | not seeing | not getting | not returning
free of | instead of | instead of a | instead of an | rather than | rather than a | 0 | haven't seen a
haven't seen any | hasn't been a | hasn't been any | there was no | there were no | there is no | there are no
wasn't any | weren't any | not any | no further | no other | without any | no additional | fewer | less
fewer of the | far fewer | much fewer | hardly any | almost no
""",
    "solved": """
works now | now works | working now | now working | it works | works again | working again | is working again
all working | works fine now | works perfectly now | working fine | works like a charm | that worked | it worked
did the trick | that did it | works for me now | works with | back to normal | back up and running
up and running again | fixed it | fixed now | now fixed | is fixed | are fixed | been fixed | was fixed | got fixed
got it fixed | fixed that | fixed this | fixed the | we fixed | i fixed | i've fixed | we've fixed | have fixed
has fixed | just fixed | fixed by | fixed after | fixed in | fixed our | fixed my | fixed with | fixed: | fixed!
fixed, | fixes it | that fixes | fixed itself | all fixed | fixed on our side | fix is live | fix is deployed
fix deployed | hotfix is out | fix is out | fix rolled out | solved | solved it | resolved | is resolved | sorted
sorted it | sorted out | got it sorted | got it working | figured it out | figured out | found the problem
found it | found the issue | found the cause | found out why | nevermind | never mind | nvm | false alarm
ignore me | my bad | my mistake | turned out | turns out | no longer get* | no longer see* | no longer happen*
no longer return* | no longer a problem | no more 401* | no more errors | gone now | is gone | are gone | went away
has gone away | disappeared | all good | all good now | we're good | we are good | i'm good now | good to go
problem solved | case closed | closing this | closing the ticket | can be closed | rc found | root cause was
the cause was | culprit was | it was just | was just a typo | recovered | has recovered | have recovered
green again | is healthy again | has stopped | have stopped | stopped after | stopped happening | mystery solved
no longer an issue | not an issue anymore | not happening anymore | not happening any more | isn't happening anymore
cleared up | cleared itself | unblocked now | i'm unblocked | you can close | please close | thanks, works
thanks that fixed | post-mortem | postmortem | was caused by | were caused by | rolled back and | normal again
everything is normal | all clear | closed as | as fixed | was closed | as resolved | as done | all fine
all fine again | ticket closed | ticket is closed | case solved | is history | are history | got past | got around
taken care of | squashed | been squashed | red herring | managed to get past | vanished | have vanished
has vanished | cleared after | stopped once | gone since | gone after | my fault | my own fault | mea culpa
was on me | on my side, wrong | fat-fingered | pasted the wrong | used the wrong | was using the wrong
operator error | user error | pebkac | explains it | explains the 401 | that explains | explains why
""",
    "persist": """
still | is back | are back | it's back | its back | came back | back again | keeps | keep getting | keep seeing
keep hitting | persists | persist | thanks, but | thanks but | thank you but | thank you, but | thx but | thx, but
ty but | thanks though but | but now | but i | but it | but we | but the | but get* | but same | but no | but not
but only | but staging | but prod* | no luck | didn't help | did not help | doesn't help | does not help
hasn't helped | no change | not fixed | isn't fixed | is not fixed | wasn't fixed | not solved | not resolved
isn't resolved | unresolved | unsolved | not sorted | not yet fixed | not yet solved | not yet resolved | not gone
isn't gone | hasn't gone | didn't work | doesn't work | does not work | did not work | not working | isn't working
stopped working | no longer work* | to no avail | in vain | same error | same problem | same issue | same 401
same result | same thing | reappeared | returned after | reopen* | regressed | happening again | spoke too soon
broke again | broken again | failing again | anymore though | however | yet again | continues | continue to get
continuing | remains | nothing helps | nothing helped | nothing works | can't get it fixed | cannot fix | can't fix
couldn't fix | unable to fix | how to fix | how do i fix | how can i fix | how do we fix | how did you fix
how can this be fixed | how can it be fixed | how is this fixed | can this be fixed | to be fixed | gets fixed
get it fixed | get this fixed | could be fixed | thought it was fixed | thought it was solved
thought it was resolved | thought we fixed | thought we had fixed | thought i fixed | thought i had fixed
supposedly fixed | supposed to be fixed | was supposed to be fixed | marked as fixed but | marked resolved but
closed but | fixed yet | not the fix | figure out why | figured out why not | haven't solved | have not solved
haven't figured | haven't fixed | couldn't figure | can't figure | cannot figure | can't seem to get it solved
how to solve | how to resolve | how do i solve | how do i resolve | how can i solve | how can i resolve
before it is fixed | until it is fixed | until it's fixed | back to 401 | back at 401 | now 401 | it's 401
no difference | no improvement | no effect | same as before | unfortunately | sadly | regrettably
hasn't changed a thing | didn't change a thing | changed nothing | told it's fixed | told it was fixed | , it is not
, it isn't | but it is not | despite | in spite of | even though | even with | so 401 | therefore 401 | , but 401
and 401 | yet | too early | prematurely | has returned | have returned | returned with | no, it | i was wrong
constantly | nonstop | all the time | every time | each time | permanently
""",
    "plan": """
planned | scheduled maintenance | maintenance | please ignore | ignore these | ignore this | ignore them
ignore the | ignore it | can be ignored | can ignore | safe to ignore | you may ignore | just ignore | , ignore
- ignore | ignore, | ignore any | don't worry | do not worry | no need to worry | no action needed
no action required | no action is required | nothing to do | is expected | are expected | was expected
were expected | as expected | it's expected | expected behavior | expected behaviour | expected during
expected while | expected until | expected for | expect 401* | expect some 401* | expect a 401* | expect to see
by design | intentional | intentionally | intended | on purpose | deliberate | deliberately | part of the drill
game day | gameday | chaos test | chaos day | fire drill | pen test | pentest | load test | known and expected
we're testing | we are testing | testing the alert | test message | just a test | only a test | this is a test
correctly returns | correctly returned | correctly rejects | correctly rejected | rightly | rotation today
during the migration | during migration | during the rotation | during the rollout | during rotation
while we rotate | while we migrate | temporary while | expected. | expected) | expected! | ignore my | don't report
no need to report | meanwhile expected | all expected | is normal | are normal | no problem, | nothing serious
nothing to worry | harmless | benign | is noise | just noise | is harmless | are harmless | just the healthcheck
just the health check | only the healthcheck | low prio | no big deal | 401s possible | 401 possible
401s are possible | short 401s | brief 401s | scheduled: | maintenance:
""",
    "mine": """
i get | i'm getting | im getting | i am getting | i keep | we get | we're getting | we are getting | we keep | i got
we got | i receive | i'm receiving | we receive | we're receiving | i see | i'm seeing | we see | we're seeing
we are seeing | i'm facing | we're facing | i am facing | facing | i'm hitting | we're hitting | gives me
giving me | gives us | throws me | getting | am getting | keep getting | do i get | am i getting | are we getting
do we get | are we seeing | i've been getting | we've been getting | been getting | i have been getting
they're getting | customer is getting | customers are getting | users are getting | clients get | everyone gets
everyone is getting | anyone else getting | anyone getting | anyone else seeing | anyone else | fails with
failing with | fail with | failed with | keeps failing | keeps returning | started returning | starts returning
starts getting | started getting | started throwing | started failing | suddenly | rejects my | rejected my
rejects our | rejected our | rejecting | i can't | i cannot | we can't | we cannot | can't log in | cannot log in
can't call | can't authenticate | cannot authenticate | unable to | my token | my key | my request | my requests
my api key | my call | my calls | our token | our key | our requests | our client | our calls | my curl | it keeps
hit a 401 | hitting a 401 | hitting 401 | getting a 401 | got a 401 | got 401 | receiving 401 | receiving a 401
seeing | hitting | for us too | for me too | here too | same here | me too | us too | +1 | as well here
for me as well | for us as well | me as well | us as well | same for me | same for us | same for our | also here
mine too | ours too | got this | get this | getting this | seeing this | followed the documentation
followed the docs | following the docs | following the documentation | according to the docs i | follow the docs
as the docs say | as documented | in our case | our case is | my case is | in my case | already complaining
passes locally | works locally | locally it works | locally it passes | fine locally | works on my machine
in ci the | locally fine | we deployed the new endpoint | are complaining about | is complaining about
complaining about 401 | complain about 401
""",
    "ask": """
help | any idea | any ideas | any clue | any hints | what am i doing wrong | what's wrong | what is wrong
what did i do wrong | what could be | what might be | why is | why am | why do i | why do we | why does my
why does our | why are my | why are we | why would | stuck | can someone | can anyone | could someone | could anyone
does anyone know | does anybody know | anybody | anyone? | someone look | anyone know | please check | please look
please advise | how do i fix | how to fix | how can i fix | how do i solve | how to solve | how do i resolve
how to resolve | how do i get past | how to get rid | driving me | pulling my hair | no idea | don't understand
do not understand | confused | baffled | blocked | urgent | asap | prod is down | outage | support | wtf | weird
strange | tried everything | i tried | i've tried | we tried | cannot figure | can't figure | what gives
for no reason | why | what could | what might | what makes | where do | where does | come from | where is this
not sure if | no idea if | wondering if | wonder if | see if | check if | unsure if | don't know if
all of a sudden | out of the sudden | who can help | anyone who knows
""",
    "general": """
what does 401 | what does a 401 | what does the 401 | what does http 401 | what does an http 401
what does unauthorized | what does status 401 | what is a 401 | what is 401 | what is http 401 | what's a 401
what's 401 | what is the 401 | what is the meaning | meaning of 401 | meaning of http 401 | 401 mean | 401 means
401 stands for | difference between | differences between | differ from | 401 vs | 403 vs | vs 401 | vs 403
vs. 401 | vs. 403 | 401 versus | versus 401 | 401 or 403 | 401 or a 403 | 403 or 401 | 403 or a 401 | 401 or 404
404 or 401 | 401/403 | a 401 or | 401 rather than | rather than 401 | rather than a 401 | instead of 401
instead of a 401 | instead of 403 | instead of a 403 | instead of 404 | instead of 400 | instead of 500
should i return | should we return | should it return | should be returned | should be a 401 | should return
should give | should respond | should the api return | should the server return | should an api | should a server
must return | do you return | do you use 401 | do you guys return | when to use | when to return | when should
when do you | when does a | when does an api | best practice | best way to | better to return | is it ok to return
is it correct to return | is it right to return | correct status code | right status code | which status code
which http code | what status code | proper status | semantically | according to rfc | rfc 9110 | rfc 7235
rfc 2617 | rfc 6750 | the spec says | per the spec | the rfc says | in general | generally | in theory
theoretically | just curious | out of curiosity | curious: | interview question | explain 401 | explain what
definition of | how do i return | how do you return | how to return | how do we return | how do i handle
how do you handle | how to handle | how do we handle | how should we handle | how should i handle | how do you all
how do i throw | how to throw | how do i mock | how to mock | how do i simulate | how to simulate | how do i test
how to test | how do you test | how do i catch | how to catch | how to intercept | how do i intercept
how do i trigger | how to trigger | how do i send a 401 | how do i make | does 401 | does a 401 | are 401s
can a 401 | could a 401 be | would a 401 | would it be better | opinions on | thoughts on | what do you think
which one | why is it called | why is 401 called | naming | misnomer | trivia | quiz | til: | did you know
fun fact | fun fact: | good read | great article | blog post | article about | tutorial | webinar | talk about 401
video about | cheat sheet | should the api | should our | should this | should that | is 401 the | is 401 a
is a 401 the | is 401 correct | is 401 right | is a 401 correct | is a 401 right | is 401 appropriate
is a 401 appropriate | is 401 ok | i'd expect | i would expect | agree? | remember the | remember when | good times
back in the day | years ago | last year | defines | define | til | swagger lists | chapter on | book recommendation
snippet for | recommendation: | nice snippet | your policy | our policy | what's your | is there a consensus
why does http | can we have | can a | could a | do you prefer | what do you call | against the rfc | both 401
would mean | how do i deal | deal with 401 | dealing with 401 | how to deal | style guide | write-up | writeup
why your | blog. | instead of redirect* | you get a 401 | you get 401 | what does invalid* | what does jwt*
what does bad* | what does unauth* | what does aadsts* | what does token* | what does not_authed | you can filter
filter with | filter by | filter on | to filter | you can query | correct answer for | right answer for
what do others do | what do other | http cat | http cats | poll: | quick poll | ok wording | as per contract
per contract | as per spec | the meme | meme of | memes | meme with | a meme | docs say: | doc says: | docs say "
funny that | funny how | fun that | survey | which of 400 | quick question about the spec | in general? | 401 as a
get asked about | gets asked about | i get why | get why | makes sense that | how would you debug
how would you go about | how we solved | how we fixed | who remembers | 401 handling | 401 coverage
covered in the tests | that's the flow | each 401 gets | every 401 gets | each 401 is | anonymous requests
don't forget | service design | token design | we get asked | i get asked | i get that | we get that | 401 covered
401 covered in | 401 page* | 401 branch | 401 case in | expired -> 401 | expired → 401 | 401 covered by | rfc says
rfc states | the rfc | comes with a 401 | come with a 401 | goes with a 401 | which header comes | what header comes
asks whether a | asks if a | a 401 count | a 401 counts | count as | counts against | count against | counts towards
is a 401 cached | a 401 cached | do we have a | do we have an | do we have any | anyone has a | explanation of 401
explanation of a 401 | easter egg | do not retry | don't retry | never retry | must handle | must re-authenticate
do not log | don't log | lint rule | is there a rule | is there a policy | is there a metric | is there a test
idea: | proposal: | suggestion: | question for the architects
""",
    "hypo": """
if you get | if you see | if you're getting | if you are getting | if you receive | if you hit | if you ever
if you run into | if it returns | if it's a 401 | if it is a 401 | if the server returns | if the api returns
if the response is | if the key is | if they get | if someone gets | if anyone gets | if a client | if a request
if a user | if there is a 401 | if there's a 401 | in case of | in case you | in the event of | when you get
when you see | when you receive | whenever you get | whenever you see | when a client | when a request
when the token expires | when a token | you'll get | you will get | you'd get | you would get | you get a 401 if
you get a 401 when | you might get | you may get | you could get | you should get | you should see
you should receive | will return | will give | will throw | will result | will fail | would return | would give
would be | would get | might return | may return | can return | could return | can happen | may happen | suppose
imagine | assume | hypothetically | let's say | what if | what happens if | what happens when | without it you
otherwise you | unless you | to avoid | prevents | prevent | avoid 401* | so that we don't get | usually means
typically means | often means | normally means | that means | means that the | means your | means the
returns 401 if | returns 401 when | returns a 401 if | returns a 401 when | returned if | returned when
is returned if | is returned when | thrown when | on 401 | on a 401 | upon 401 | upon a 401 | after a 401
for 401 responses | 401 handling | retry on | retries on | treat 401 | treats 401 | e.g. 401 | such as 401
like 401 | may run into | might run into | could run into | can run into | if the token is | if the token has
if the token expires | if the token isn't | if the token gets
""",
    "announce": """
announcement | announcing | we will | we'll | we are going to | we're going to | will be | will now | will start
will stop | will no longer | will receive | will get a 401 | going forward | from now on | starting monday
starting tuesday | starting wednesday | starting thursday | starting friday | starting next | starting tomorrow
starting today | starting on | starting from | starting in | starting with | starting with v* | as of | effective
from monday | from tomorrow | from next week | next week | next monday | next sprint | next month | next release
tomorrow | tonight at | deprecat* | sunset | breaking change | breaking: | reminder | friendly reminder
please note | note that | fyi: | psa | psa: | heads up: we | heads-up: we | rollout | roll out | now returns
now return | now respond | now responds | as announced | new policy | new rule | we decided | we've decided | agenda
meeting notes | minutes: | retro | roadmap | okr | kpi | weekly report | weekly summary | monthly report
status report | newsletter | slo | error budget | error rate | 401 rate | 401s dropped | 401s down | number of 401
count of 401 | gateway now | endpoint now | api now returns | may briefly | might see | may see | could see some
on the dashboard | the dashboard shows | our dashboard | beginning in | beginning on | beginning with
beginning next | from v* | from version | as of v* | starting v* | errors/min | per minute | errors per | [bot]
new in | nightly report | daily report | alert definition | fire when | report: | weekly: | faq | an faq | workshop
my talk | talk: | write-up is | sales wanted | in the diagram | the flow in | sign-off | signoff | qa sign-off
verified: | as required by | required by the audit
""",
    "dev": """
pull request | code review | this pr | my pr | the pr | pr # | pr: | lgtm | nit: | nit, | please review
review please | can you review | ready for review | left a comment | in review | merged | merge this | rebased
cherry-pick* | refactor* | changelog | release notes | released | release v* | unit test | unit tests | test case
test cases | test that | tests that | tests for | integration test | e2e test | e2e tests | test suite
test coverage | assert | asserts | assertion | asserting | expect( | .tobe( | to_have_http_status | mock | mocks
mocked | mocking | stub | fixture | snapshot test | flaky test | spec says | acceptance criteria | user story
story: | as a user | todo: | implement | implemented | implementing | implements | add handling | added handling
adds handling | handles 401 | handle 401 | handle the 401 | handle a 401 | handling of 401 | handles the 401
catch 401 | catch the 401 | catches 401 | interceptor | retry logic | return a 401 | returns 401 instead
return 401 instead | return 401 rather | return 401 when | return 401 if | return 401 for | return 401 on
return 401 here | returns 401 instead of | we return 401 | let's return | let's use 401 | make it return
make it a 401 | change it to 401 | changed to 401 | change to 401 | changed from | map to 401 | maps to 401
mapped to 401 | raise 401 | raises 401 | throw 401 | documented | document the 401 | documents the 401 | docs:
documentation | docstring | openapi | swagger spec | schema change | error page | 401 page | 401.html
error_page 401 | translation for | copy for | wording | design for the | mockup | figma | log level | refs #
closes # | fixes # | fix: | feat: | chore: | test: | refactor: | ci: | fix( | feat( | chore( | test( | added 401
adds 401 | add 401 | add a 401 | support for 401 | new endpoint | rename | renamed | feature flag | estimate
backlog | handling 401 | handling a 401 | handling 401s | handling of 401s | handling the 401 | review comment
shouldn't this be | should this be | snippet for | $ref | get a review | review on | docs typo | typo:
can i get a review | could i get a review | can we get a review | may i get a review | spike: | a spike to
pipeline is red | the pipeline is | test ' | our mapping | mapping: | docs list | docs mention | documentation lists
documentation mentions | ptal | middleware | wrote a small | i wrote a | i've written a | i added a | i added
i've added | test plan | acceptance | info level | warn level | at info | at warn | log 401* | i'd go with
i'd return | i'd prefer | i would return | leaks that | typo in the docs | typo in docs | typo in the readme
typo in readme | typo in the doc | docs draft | doc draft | docs question | is it documented | documented anywhere
wrote a test | writing a test | added a test | we've added | friendly message | error message for | message for 401
""",
    "since": """
today | since | yesterday | this morning | last night | nothing changed | nothing was changed | nothing was deployed
worked yesterday | used to work | worked before | worked fine | was working | worked until | always worked
overnight | out of nowhere | out of the blue | after the upgrade | after upgrading | after updating
after the update | after the deploy | everything else | else | no matter what | nonstop | as of this | as of today
as of yesterday | as of now | as of about | after we merged | after merging | since we merged | since merging
after we deployed | after we upgraded | after we updated | after we moved | since we moved | after moving
after switching | after we switched | since we switched | after i merged | after the merge | since the merge
that worked yesterday | that worked before | that worked until | that worked fine | that worked last
that worked this | that worked all | that worked for | which worked | it worked yesterday | it worked before
it worked until | it worked fine | it worked last | it worked this morning
""",
    "acts": """
it returns | server returns | api returns | endpoint returns | server says | api says | api responds | returned 401
they get | user gets | users get | client gets | customer gets | customers get | returns 401 for | returns me
it says | it throws | it fails | it responds | answers with | responded with | refused | returns | says | reports
answers | gives | throws | responds | replies | shows | complains | yields | spits out | comes back | run into
ran into | running into | can't | cannot | unable | refuses | fails | doesn't | gets | won't | insists on 401
get rejected | gets rejected | getting rejected | complains about | complain about | complaining | reporting
reported | died with | dies with | blew up with | bombs out | errored out | erroring | 401ing | 401'ing | 401ed
401'd | 401s out | locked out | error message | the message says | support ticket | every third | every second
every other | flaky | intermittent | intermittently | sporadic | sporadically | occasionally | from time to time
now and then | regenerated | redeployed | re-deployed | restarted | rebooted | reinstalled | recreated | reissued
tried | double checked | double-checked | triple checked | checked twice | rotated the | is rejected | are rejected
being rejected | was rejected | were rejected | is failing | are failing | is returning | are returning | is broken
are broken | returning 401 | nothing works | not accepted | isn't accepted | no longer accepted
did anything change | did something change | has anything changed | lost access
""",
    "now": """
now | currently | at the moment | meanwhile
""",
    "negate-after": """
no more | no longer | anymore is gone | gone
""",
    "cond": """
if | when | whenever | once | should you | in case | unless | as soon as | upon | suppose
""",
    "me": """
i | we | my | our | us | me | i'm | we're | i've | we've | mine | ours
""",
    "plea": """
any help | help appreciated | help please | please help | help! | any ideas | any idea | no idea | i'm stuck
what's wrong | what am i doing wrong | urgent | any hints | any clue | any pointers
""",
    "again": """
again | once more | once again
""",
    "firm": """
test asserts | tests assert | asserts that | test expects | acceptance criteria | test checks | spec checks
as a user i | standup: | stand-up: | daily: | done: | test plan:
""",
}
