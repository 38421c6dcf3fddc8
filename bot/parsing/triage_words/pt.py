"""Word table: Portuguese."""

WORDS = {
    "hint": """
a | ao | as | com | como | da | das | de | desde | do | dos | e | em | esta | estou | foi | isso | ja | mas | meu
minha | na | nao | no | nossa | nosso | o | os | para | por | quando | que | se | um | uma | voce | voces | erro
aos | pela | pelo | ha | tem | estamos | chamar | depois | alguem | obrigado
""",
    "weak": """
nao autorizado | nao autorizada | nao autenticado | erro de autenticacao | falha de autenticacao
falha na autenticacao | token expirado | credenciais invalidas
""",
    "err-before": """
erro | erros | o | os | um | uma | recebo | recebe | recebemos | retorna | retornam | retornando | com | dando | da
deu | sempre | esse | este | aparece | devolve | volta | tomando | toma | tomo | receber | obter | ter | problema
problema do | do
""",
    "err-after": """
quando | ao | desde | em | com | mesmo | apesar | depois | no | na | nos | nas | mas | e | ou | do | da
nao autorizado | para | toda
""",
    "num-before": """
quarto | linha | voo | portao | fatura | apartamento | onibus | predio | cerca de | aproximadamente | andar | artigo
assento | mesa
""",
    "num-after": """
pessoas | usuarios | arquivos | linhas | dias | horas | vezes | testes | reais | pedidos | mensagens | ingressos
visitantes | inscritos | registros
""",
    "negate": """
nao e um | nao ha | nenhum | sem | nao | nunca | em vez de | ao inves de | menos | bem menos | quase nao | sem mais
nao ha mais | nao tem mais
""",
    "solved": """
ja funciona | funcionando agora | agora funciona | voltou a funcionar | funcionou | ja voltou | voltou ao normal
resolvido | resolvida | resolvi | resolvemos | consertado | consertei | corrigido | corrigimos | corrigi | arrumei
arrumado | solucionado | alarme falso | falso alarme | nao da mais | nao aparece mais | nao ocorre mais
sem mais erros | encontrei o problema | achei o problema | achamos o problema | era o | era a | era um | erro meu
sumiu | tudo certo | tudo ok | deixa pra la | deu certo | ticket fechado | fechado | eliminamos | coisa do passado
isso explica | explica o 401 | esta explicado | resolvidos | resolvidas | estao resolvidos | corrigidos | corrigidas
consertados | solucionados
""",
    "persist": """
continua | continuam | continuamos | continuo | ainda | voltou o | voltou a dar | voltou a aparecer | voltaram
esta de volta | obrigado, mas | obrigada, mas | obrigado mas | valeu, mas | valeu mas | mas | porem | persiste
nao foi resolvido | nao resolveu | nao esta resolvido | nao foi corrigido | nao adiantou | nao ajudou
nao mudou nada | mesmo erro | mesmo problema | nao funciona | nao funcionou | parou de funcionar | sem sucesso
a mesma coisa | segue | voltou | apesar | o tempo todo | constantemente | sem parar | toda hora | nada funciona
nao funciona mais nada | parou tudo | continua igual | igual antes | do mesmo jeito | na mesma
""",
    "plan": """
planejado | planejada | planejados | planeado | agendada | programada | manutencao | ignorem | ignore | ignorar
podem ignorar | pode ignorar | por favor ignorem | favor ignorar | favor desconsiderar | desconsiderem
desconsiderar | esperado | esperados | como esperado | e normal | proposital | de proposito | intencional
nao se preocupem | nenhuma acao | so um teste | apenas um teste | previsto | nao precisam avisar | sao normais
nada grave | sem problema | inofensivo* | nada demais | nada de mais
""",
    "mine": """
recebo | estou recebendo | estamos recebendo | recebemos | recebendo | me da | esta dando | estou tomando | tomando
da erro 401 | deu 401 | dando 401 | falhando | meu token | minha chave | minha requisicao | nosso token
desde ontem | desde hoje | de repente | do nada | nao consigo | nao conseguimos | estou com | estamos com
segundo a documentacao | segundo a doc | conforme a documentacao | local passa | localmente passa | funciona local
no ci o
""",
    "ask": """
ajuda | alguma ideia | por que | porque | alguem sabe | alguem pode | alguem consegue | o que estou fazendo
o que pode ser | o que fazer | nao entendo | nao sei | como resolver | como resolvo | como corrijo | urgente
estranho | travado | socorro | quem pode ajudar | quem me ajuda
""",
    "general": """
o que significa | o que e um 401 | o que e 401 | o que quer dizer | significado do | qual a diferenca
qual e a diferenca | diferenca entre | 401 ou 403 | 403 ou 401 | em vez de 401 | em vez de 403 | ao inves de
devemos retornar | deveria retornar | devo retornar | deve retornar | quando usar | quando retornar | quando devo
como retornar | como retorno | como tratar | como voces tratam | como testar | como simular | como mockar
como lidar | qual codigo | qual status | em geral | em teoria | por curiosidade | so por curiosidade | boa pratica
boas praticas | artigo sobre | nao tente de novo | nao tentar de novo | nao repetir
""",
    "hypo": """
se voce receber | se voce tomar | se voces | se receber | se der 401 | se der um 401 | se o servidor | se a api
se um cliente | se o token | caso receba | caso voce | caso de | em caso de | quando voce recebe | quando receber
voce vai receber | voce recebera | retornara | vai retornar | retornaria | geralmente significa
normalmente significa | para evitar | evitar | suponha | imagine | o que acontece se | senao voce | se aparecer
se der | se vir
""",
    "announce": """
anuncio | aviso | comunicado | a partir de | a partir da | a partir do | daqui para frente | daqui pra frente
vamos | receberao | sera | serao | lembrete | lembrando que | observem | para sua informacao | semana que vem
na proxima | amanha | pode haber | podem ocorrer | retornarao | devolverao
""",
    "dev": """
revisao de codigo | revisar o pr | mergeado | teste unitario | testes unitarios | caso de teste | casos de teste
implementado | implementar | notas da versao | notas de versao | pagina de erro | tratamento de erros
tratamento de erro | documentado | documentacao | agora retorna 401 | adicionei | implementei | retry pro | retry no
revisa | revisao
""",
    "since": """
hoje | ontem | esta manha | desde | nada mudou | funcionava | antes funcionava | ontem a noite | do nada
""",
    "acts": """
retorna | retornando | responde | devolve | falha | falham | rejeita | rejeitado | recusado | da 401 | da um 401
aparece | nao consegue | nao consigo | nao pode mais | reclama | reclamou | reclamando | relata | relatou | reporta
reportou | voltando | ta voltando | esta voltando | volta | dando | ta dando | morreu com | caiu com | falhou com
estoura | quebrou com | cuspindo | ta retornando | perdemos acesso | perdemos o acesso | sem acesso
""",
    "now": """
agora | atualmente
""",
    "cond": """
se | quando | caso | assim que
""",
    "me": """
eu | meu | minha | meus | nosso | nossa | nos | estou | estamos | recebo | chamo
""",
    "plea": """
ajuda | alguma ideia
""",
    "again": """
de novo | novamente
""",
    "api": """
integracao | conector | job | sincronizacao | importacao | servico | sandbox | homologacao | producao | webhook
chamadas | conta
""",
}
