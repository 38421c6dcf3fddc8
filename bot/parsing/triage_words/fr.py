"""Word table: French."""

WORDS = {
    "hint": """
a | au | aux | avec | c'est | ca | ce | cette | dans | de | depuis | des | du | en | est | et | j'ai | je | l'api
la | le | les | ma | mes | mon | nos | notre | nous | on | pas | pour | quand | que | qui | sur | un | une | vous
erreur | apres | quelqu'un | merci | l'appel | cle
""",
    "weak": """
non autorise | non authentifie | echec de l'authentification | echec d'authentification | erreur d'authentification
jeton invalide | jeton expire | token expire | token invalide | acces non autorise
""",
    "err-before": """
erreur | erreurs | un | une | le | la | les | des | du | code | recois | recoit | recevons | renvoie | renvoient
retourne | retournent | donne | avec | obtiens | obtient | obtenons | toujours | encore | cette | ce | en | j'ai
prend | prends | tombe sur | que du | que des | l'erreur | recevoir | obtenir | avoir | probleme | probleme de
souci
""",
    "err-after": """
erreur* | sur | quand | lorsque | depuis | alors | malgre | apres | avec | au | pour | dans | en | de | du | mais
et | des | a | chaque | lors | a chaque
""",
    "num-before": """
salle | chambre | ligne | lignes | page | bureau | vol | porte | facture | commande | numero | environ | quai
etage | article | train | ticket | siege | exactement | place
""",
    "num-after": """
personnes | utilisateurs | clients | fichiers | lignes | jours | heures | minutes | fois | participants | billets
commandes | visiteurs | spectateurs | inscrits | entrees
""",
    "negate": """
pas de | pas un | pas une | pas d'erreur | plus de | sans | aucun | aucune | jamais de | au lieu de | au lieu d'un
au lieu d'une | moins de | beaucoup moins de | presque plus de
""",
    "solved": """
ca marche maintenant | maintenant ca marche | ca marche a nouveau | ca remarche | remarche
ca fonctionne maintenant | fonctionne maintenant | fonctionne a nouveau | fonctionne de nouveau | refonctionne
marche a nouveau | tout fonctionne | resolu | resolue | est regle | c'est regle | regle | c'est bon | corrige
corrigee | on a corrige | j'ai corrige | repare | fausse alerte | j'ai trouve | on a trouve | laisse tomber
laissez tomber | probleme trouve | c'etait | plus de 401 | n'apparait plus | plus d'erreur* | a disparu
ont disparu | ca vient de | de nouveau operationnel | retour a la normale | tout est rentre dans l'ordre
au temps pour moi | je n'ai plus | on n'a plus | ticket ferme | ferme | elimine | mauvais souvenir | ca explique
explique le 401 | explique pourquoi | resolus | resolues | sont resolus | sont resolues | sont regles | sont reglees
sont corriges | sont corrigees
""",
    "persist": """
toujours | encore | a nouveau un 401 | de nouveau un 401 | a nouveau 401 | est de retour | est revenu*
sont revenu* | revient | reviennent | recommence | ca recommence | merci, mais | merci mais | mais | pourtant
malheureusement | persiste | pas resolu | pas regle | pas corrige | n'est pas resolu | n'est pas regle
n'a rien change | ne change rien | n'aide pas | meme erreur | meme probleme | meme chose | ne marche pas
ne fonctionne pas | ne marche plus | ne fonctionne plus | rebelote | sans succes | rien n'y fait | continue de
continue a | malgre | en boucle | sans arret | constamment | en permanence | re-401 | sans cesse
plus rien ne marche | rien ne marche | plus rien ne fonctionne | rien ne passe | pareil | idem | comme avant
rien de change
""",
    "plan": """
planifie | planifiee | planifies | prevu | prevue | prevus | maintenance | ignorez | ignorer | a ignorer
vous pouvez ignorer | ne pas tenir compte | ne tenez pas compte | attendu | attendue | attendus | comme prevu
c'est normal | est normal | sont normales | normal pendant | volontaire | voulu | intentionnel* | pas d'inquietude
ne vous inquietez pas | aucune action | juste un test | simple test | normales | ne pas les signaler
ne pas signaler | sont prevus | rien de grave | pas grave | sans gravite | inoffensif* | du healthcheck
sans importance
""",
    "mine": """
je recois | j'obtiens | on recoit | on obtient | nous recevons | nous obtenons | j'ai une | j'ai un | j'ai des
on a un | on a une | on a des | me renvoie | nous renvoie | me retourne | je tombe | on tombe | mon token
mon jeton | ma cle | ma requete | notre token | nos requetes | depuis ce matin | depuis hier | soudain | tout a coup
recois | je prends | impossible de | d'apres la doc | selon la doc | comme dans la doc | en local ca passe
en local ca marche | passe en local | marche en local | en ci le
""",
    "ask": """
aide | aidez | aider | une idee | des idees | pourquoi | quelqu'un | d'ou vient | d'ou ca vient
qu'est-ce que je fais | qu'est-ce qui ne va pas | je ne comprends pas | comprends pas | bloque | bizarre | urgent
comment resoudre | comment corriger | que faire | qui peut aider | qui peut m'aider
""",
    "general": """
que signifie | que veut dire | signification de | qu'est-ce qu'un 401 | qu'est-ce qu'une 401 | c'est quoi
quelle est la difference | quelle difference | difference entre | 401 ou 403 | 403 ou 401 | plutot que 401
plutot qu'un | au lieu de 403 | au lieu d'un 403 | au lieu de 401 | doit-on | faut-il | devrait-on | devrions-nous
dois-je renvoyer | doit renvoyer | devrait renvoyer | quand renvoyer | quand utiliser | quand faut-il
comment renvoyer | comment gerer | comment gerez | comment tester | comment simuler | comment intercepter
comment mocker | quel code | quel statut | en general | en theorie | par curiosite | simple curiosite
bonne pratique | bonnes pratiques | article sur | vous mettriez | vous renvoyez | deja ? | peut-on renvoyer
peut on renvoyer | pouvons-nous renvoyer | on devrait renvoyer | vaut-il mieux | ne devrait-on pas
pourrait-on renvoyer | peut-on retourner | ne pas reessayer | ne reessayez pas
""",
    "hypo": """
si tu recois | si tu obtiens | si tu as | si vous recevez | si vous obtenez | si vous avez | si on recoit
si le serveur | si l'api | si un client | si le token | en cas de | dans le cas | quand tu recois
quand vous recevez | tu auras | vous aurez | tu recevras | vous recevrez | renverra | retournera | renverrait
signifie generalement | signifie souvent | pour eviter | eviter | supposons | imaginons | que se passe-t-il
sinon vous | sinon tu | si un | s'il y a | si jamais | si vous voyez | si tu vois
""",
    "announce": """
annonce | a partir de | a partir du | a compter | des lundi | des demain | dorenavant | desormais | nous allons
on va | seront | sera | rappel | pour info | pour information | veuillez noter | a noter | la semaine prochaine
demain | il peut y avoir | des la version | renverront | recevront | retourneront | repondront
""",
    "dev": """
revue de code | relecture | fusionne | test unitaire | tests unitaires | cas de test | implemente | implementer
journal des modifications | notes de version | page d'erreur | gestion d'erreur* | gestion des erreurs | documente
documentation | renvoie maintenant 401 | renvoie desormais | j'ai ajoute | on a ajoute | retry sur | relire
dispo pour
""",
    "since": """
aujourd'hui | hier | ce matin | depuis | rien n'a change | marchait | fonctionnait | avant ca | cette nuit
du jour au lendemain | d'un coup | partout
""",
    "acts": """
renvoie | retourne | repond | recoivent | rejette | refuse | rejete | echoue | echouent | me donne | n'arrive plus
n'arrive pas | ne peut plus | ne peuvent plus | signale | signalent | remonte | remontent | se plaint | plante
plantent | tombe en | crache | finit en | se prend | on se prend | se mange | on se mange | bute sur | renvoie que
plus acceptee | n'est plus accepte | n'est plus acceptee | pas acceptee
""",
    "now": """
maintenant | actuellement | a present
""",
    "cond": """
si | des que | lorsque | quand | en cas
""",
    "me": """
je | j'ai | nous | on | mon | ma | mes | notre | nos | me | moi | j'obtiens | j'*
""",
    "plea": """
a l'aide | aidez-moi | une idee ?
""",
    "again": """
de nouveau
""",
    "api": """
certificat | integration | l'integration | connecteur | job | synchro | import | export | service | sandbox
preprod | prod | recette | appels | compte client | bac a sable
""",
}
