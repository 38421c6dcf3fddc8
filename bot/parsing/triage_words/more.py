"""Word table: Czech, Swedish, Danish, Vietnamese, Indonesian, Finnish, Hungarian and Romanian, in short."""

WORDS = {
    "weak": """
neautorizovan* | chyba autorizace | chyba overeni | neplatny token | ej behorig | obehorig
autentisering misslyckades | ogiltig token | khong duoc phep | xac thuc that bai | loi xac thuc | token het han
tidak diizinkan | autentikasi gagal | otentikasi gagal | token tidak valid | token kedaluwarsa
""",
    "err-before": """
chyba | chybu | dostavam | vraci | fel | far | ger | en | ett | returnerar | loi | ma loi | bi | galat | kode | dapat
mendapat
""",
    "err-after": """
pri | kdyz | nar | fran | trots | vid | efter | mil | khi | tu | saat | ketika | dari | setelah | padahal | pa allt
pa alla
""",
    "num-before": """
mistnost | radek | rum | rad | sida | phong | dong | ruang | kamar | baris | halaman | ruangan
""",
    "num-after": """
osob | korun | uzivatel* | personer | kronor | anvandare | nguoi | dong | orang | rupiah | pengguna | lan
""",
    "solved": """
vyreseno | opraveno | opravili jsme | uz funguje | uz to funguje | lost nu | fungerar nu | fungerar igen | ar lost
har lost | fixat | problemet ar lost | lost problemet | da sua | da khac phuc | da giai quyet | hoat dong lai
chay duoc roi | sudah beres | sudah diperbaiki | sudah teratasi | sudah jalan | sudah normal | teratasi
sudah berfungsi | korjattu | toimii nyt | megoldodott | megoldva | megjavult | mukodik mar | rezolvat | s-a rezolvat
merge acum | loest | virker nu | virker igen | er lost | berodde pa
""",
    "persist": """
porad | stale | zase | opet | diky, ale | ale | nefunguje | neni vyreseno | fortfarande | tillbaka | tack, men
tack men | men | igen 401 | inte lost | fungerar inte | van con | van bi | lai bi | van | nhung | cam on nhung | masih
lagi-lagi | muncul lagi | kembali muncul | terima kasih, tapi | tapi | tetap | edelleen | taas | kiitos, mutta | mutta
meg mindig | ujra | de meg | inca | din nou | mersi, dar | dar | stadig | 401 pa alla
""",
    "plan": """
planovan* | udrzba | ignorujte | ocekavan* | planerat | planerad | planerade | underhall | ignorera | forvantat
bao tri | bo qua | co chu y | da len ke hoach | pemeliharaan | abaikan | terjadwal | direncanakan | terencana
suunniteltu | huolto | tervezett | karbantartas | hagyjatok figyelmen kivul | planificat | mentenanta | ignorati
planlagt | vedligehold | ignorer
""",
    "mine": """
dostavam | dostavame | vraci | odmita | hazi | jag far | vi far | returnerar | ger | misslyckas | bi loi | nhan duoc
tra ve | gap loi | bao loi | bi 401 | dapat | mendapat* | mengembalikan | muncul | gagal | ditolak | saan | palauttaa
kapok | kapunk | ad vissza | primesc | primim | returneaza | far 401 | jeg far | far vi | far jag
""",
    "ask": """
proc | pomoc | varfor | hjalp | nagon som vet | tai sao | giup | sao | kenapa | mengapa | tolong | bantu | miksi
apua | miert | segitseg | de ce | ajutor | hvorfor | hjaelp
""",
    "general": """
coz znamena | co znamena | jaky je rozdil | rozdil mezi | 401 nebo 403 | vad betyder | skillnaden mellan
vad ar skillnaden | 401 eller 403 | borde vi | ska vi returnera | nghia la gi | la gi | khac nhau | khac gi | co nen
apa arti | artinya | apa bedanya | perbedaan | bedanya | sebaiknya | mita tarkoittaa | ero | mit jelent | kulonbseg
ce inseamna | diferenta dintre | hvad betyder | forskellen
""",
    "hypo": """
pokud dostanete | pokud | v pripade | om du far | om man | ifall | i fall | neu ban | neu gap | truong hop | jika anda
jika kamu | kalau dapat | apabila | jos saat | ha kapsz | daca primiti | daca primesti | hvis du | hvis man
""",
    "announce": """
oznameni | od pondeli | od zitrka | pripominame | fran och med | fran mandag | paminnelse | observera | thong bao
tu tuan sau | ke tu | luu y | nhac nho | pengumuman | mulai senin | mulai besok | mulai minggu depan | pengingat
alkaen | tiedoksi | hetfotol | holnaptol | incepand de | anunt | fra mandag
""",
    "since": """
idag | igar | sedan i | siden i | i gar | dnes | vcera | od rana | hom nay | hom qua | hari ini | kemarin | tanaan
eilen | eilisesta | ma | tegnap | tegnap ota | azi | ieri | de ieri | efter uppdateringen
""",
    "hint": """
je | se | jsme | nam | vsechny | vi | far | och | ar | inte | det | og | er | ikke | khong | duoc | bi | la | cua
yang | dan | tidak | saya | kami | untuk | sudah | ja | ei | saan | on | nem | es | az | hogy | nu | este | primim
va | si | pa | uz | od | od rana | ke | toi | tu | anh | dari | jos | ha
""",
}
