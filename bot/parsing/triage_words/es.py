"""Word table: Spanish."""

WORDS = {
    "hint": """
al | como | con | cuando | de | del | desde | el | en | es | esta | este | hay | la | las | lo | los | me | mi | no
nos | nuestra | nuestro | para | pero | por | que | se | un | una | y | ya | hace | fue | tengo | llamar | alguien
gracias | tras | despues
""",
    "weak": """
no autorizado | no autorizada | no autenticado | error de autenticacion | fallo de autenticacion
autenticacion fallida | token invalido | token caducado | token expirado | credenciales invalidas
credenciales incorrectas
""",
    "err-before": """
el | los | una | errores | codigo | estado | recibo | recibe | recibimos | devuelve | devuelven | da | dan | con
tengo | obtengo | obtenemos | siempre | sigue dando | este | sale | salen | responde | solo | lanza | tira | arroja
dando | recibir | obtener | tener | problema | problema del | del
""",
    "err-after": """
cuando | al | desde | en | con | aunque | pese | a pesar | despues | por | para | pero | y | de | del | todo | cada
no autorizado | tras | siempre
""",
    "num-before": """
sala | habitacion | linea | pagina | vuelo | puerta | factura | pedido | numero | unos | aproximadamente | autobus
aula | piso | articulo | despacho | ruta | asiento | oficina
""",
    "num-after": """
personas | usuarios | clientes | archivos | lineas | dias | horas | minutos | veces | pruebas | asistentes | pedidos
mensajes | entradas | visitantes | registros
""",
    "negate": """
no es un | no hay | ningun | ninguna | sin | no | nunca | en vez de | en lugar de | en vez de un | en lugar de un
menos | muchos menos | casi no hay
""",
    "solved": """
ya funciona | funciona ahora | ahora funciona | ahora si funciona | vuelve a funcionar | volvio a funcionar
ya quedo | ya esta | solucionado | solucionada | resuelto | resuelta | arreglado | arreglada | lo arregle
lo arreglamos | lo solucione | ya lo solucione | lo solucionamos | corregido | corregimos | arreglamos
solucionamos | resolvimos | falsa alarma | ya no da | ya no sale | ya no aparece | ya no tengo | ya no tenemos
ya no recib* | sin mas errores | encontre el problema | encontramos el problema | encontre el error | era el
era la | era un | fue culpa mia | mi error | desaparecio | todo bien | todo ok | todo en orden | olvidenlo
olvidalo | ticket cerrado | cerrado | eliminamos | cosa del pasado | eso explica | lo explica | explica el 401
explica el error | resueltos | resueltas | estan resueltos | solucionados | solucionadas | arreglados | arregladas
corregidos
""",
    "persist": """
sigue | siguen | seguimos | sigo | todavia | aun | volvio el | volvio a aparecer | ha vuelto | han vuelto
volvieron | gracias, pero | gracias pero | pero | sin embargo | persiste | continua | continuan | no se soluciono
no esta solucionado | no esta resuelto | no se ha resuelto | no ha sido resuelto | sin resolver | no ayuda
no ayudo | no sirvio | no cambio nada | mismo error | mismo problema | no funciona | ya no funciona
dejo de funcionar | sin exito | lo mismo | volvio | a pesar | pese a | todo el rato | constantemente | sin parar
todo el tiempo | ya nada funciona | nada funciona | no anda nada | sigue igual | igual que antes | todo igual
lo mismo de siempre
""",
    "plan": """
planificado | planificada | planificados | programado | programada | previsto | prevista | mantenimiento | ignorar
ignoren | ignorad | ignorenlo | por favor ignor* | pueden ignorar | se puede ignorar | esperado | esperados
es de esperar | como se esperaba | es normal | intencional | intencionado | a proposito | no se preocupen
no os preocupeis | ninguna accion | solo una prueba | es una prueba | hagan caso omiso | caso omiso | son normales
no los reporteis | no reportar | no lo reporten | nada grave | sin importancia | inofensivo* | no pasa nada
nada preocupante
""",
    "mine": """
recibo | me da | nos da | me devuelve | nos devuelve | obtengo | obtenemos | recibimos | me sale | nos sale
me aparece | estoy recibiendo | estamos recibiendo | mi token | mi clave | mi peticion | mi solicitud
nuestro token | desde ayer | desde hoy | desde esta | de repente | tengo un | tenemos un | me esta dando
nos esta dando | esta dando | no puedo | no podemos | me tira | me lanza | dando 401 | segun la documentacion
segun la doc | como dice la doc | en local pasa | en local funciona | pasa en local | funciona en local | en ci el
""",
    "ask": """
ayuda | ayuda por favor | alguna idea | por que | porque me | alguien sabe | alguien puede | alguien me
que estoy haciendo mal | que hago mal | que puede ser | no entiendo | como lo soluciono | como soluciono
como puedo | como lo arreglo | urgente | raro | atascado | que pasa | quien puede ayudar | quien me ayuda
""",
    "general": """
que significa | significado de | que es un 401 | que es el 401 | que es un error 401 | cual es la diferencia
diferencia entre | diferencias entre | 401 o 403 | 403 o 401 | 401 o un 403 | en vez de 401 | en vez de 403
en lugar de 403 | en lugar de 401 | en lugar de un | deberiamos | deberia devolver | deberia retornar
debo devolver | debe devolver | cuando usar | cuando devolver | cuando se usa | cuando debo | como devolver
como devuelvo | como manejar | como manejan | como manejo | como capturar | como probar | como simular
como se prueba | que codigo | en general | en teoria | por curiosidad | buena practica | buenas practicas
mejor devolver | articulo sobre | como se maneja | no reintentar | no reintenten | no reintentes
""",
    "hypo": """
si recibes | si obtienes | si te da | si te sale | si reciben | si el servidor | si la api | si un cliente
si el token | si ves | en caso de | cuando recibes | cuando recibas | recibiras | obtendras | te dara | devolvera
devolveria | normalmente significa | suele significar | para evitar | evitar | supongamos | imagina | que pasa si
que pasaria | de lo contrario | si aparece | si sale | si ven | si veis
""",
    "announce": """
anuncio | aviso | a partir del | a partir de | desde el lunes | proximamente | en adelante | vamos a | recibiran
sera | seran | recordatorio | tengan en cuenta | tened en cuenta | para su informacion | la proxima semana
el proximo | manana a | puede haber | podria haber | manana | desde la version | a partir | devolveran | responderan
daran
""",
    "dev": """
revision de codigo | revisar el pr | fusionado | prueba unitaria | pruebas unitarias | caso de prueba
casos de prueba | test unitario | tests unitarios | implementado | implementar | registro de cambios
notas de la version | pagina de error | manejo de errores | documentado | documentacion | ahora devuelve 401 | añadi
anadi | agregue | reintento ante | reintento en | lo revisa | revise
""",
    "since": """
hoy | ayer | esta manana | desde | nada cambio | no cambiamos nada | funcionaba | anoche | antes funcionaba
de un dia para otro | de golpe
""",
    "acts": """
devuelve | responde | falla | fallan | rechaza | rechazado | rechazada | da 401 | da un 401 | ya no puede
ya no puedo | no consigue | no logra | reporta | reportan | se queja | se quejan | tira | tiran | esta tirando
revienta | muere con | cae con | termina en | arroja | lanza | escupe | fallo con | falla con | no tenemos acceso
perdimos acceso | perdimos el acceso | ya no tenemos acceso | ya no tengo acceso
""",
    "now": """
ahora | actualmente
""",
    "cond": """
si | cuando | en cuanto | en caso
""",
    "me": """
yo | mi | mis | nuestro | nuestra | nuestros | nuestras | me | nos | tengo | recibo | llamo
""",
    "plea": """
ayuda | alguna idea
""",
    "again": """
otra vez | de nuevo | nuevamente
""",
    "api": """
certificado | integracion | conector | job | sincronizacion | importacion | servicio | sandbox | preprod
produccion | homologacion | webhook | llamadas | cuenta
""",
}
