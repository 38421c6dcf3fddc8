"""Word table: Turkish."""

WORDS = {
    "hint": """
ama | api'den | api'ye | artik | bana | ben | bir | biz | bize | bu | cok | da | de | gibi | her | icin | ile
istek | kadar | lutfen | mi | nasil | neden | olarak | sonra | var | ve | yok | hata | tesekkurler | hatasi | ayni
bilgiler | yeni
""",
    "weak": """
yetkisiz | yetkilendirme hatasi | kimlik dogrulama hatasi | kimlik dogrulama basarisiz | gecersiz token
token suresi dol* | kimlik dogrulamasi basarisiz
""",
    "err-before": """
hata | hatasi | kodu | surekli | hep | hala | durum | aliyorum | bir | http | cagri | cagrida | istek | her istek
sonra | da | de | bile
""",
    "err-after": """
hata* | aliyor* | donuyor* | veriyor* | geliyor* | donduruyor* | yanit* | alıyor* | kod* | ama | unauthorized
cevab* | ve | ile | verdi | oluyor | sorunu | sorun | problemi | meselesi
""",
    "num-before": """
oda | odasi | salon | satir | sayfa | ucus | otobus | yaklasik | toplam | numara | fatura | siparis | numarali
""",
    "num-after": """
kisi | kullanici* | dosya* | satir* | gun | saat | dakika | kez | kere | lira | tl | musteri* | adet | mesaj*
siparis* | numarali | nolu | katilimci* | euro | dolar | ziyaretci* | misafir | kayit
""",
    "solved": """
cozuldu | cozdum | cozduk | cozulmus | cozulmustur | duzeldi | duzelttim | duzelttik | duzeltildi | simdi calisiyor
artik calisiyor | tekrar calisiyor | yeniden calisiyor | calisti | halloldu | hallettim | hallettik | sorun kalmadi
sorun giderildi | giderildi | yanlis alarm | artik gelmiyor | artik yok | artik almiyorum | sorunu buldum
sorunu bulduk | benim hatam | kayboldu | tamamdir | normale dondu | normale | her sey normal | kapatildi | kapandi
giderdik | azaldı | azalmış | düştü sayısı | bu açıklıyor | bunu açıklıyor | şimdi anlaşıldı
""",
    "persist": """
hala | hala da | tekrar 401 | yeniden 401 | tekrar basladi | geri geldi | geri dondu | tekrarladi | tesekkurler ama
tesekkurler, ama | tesekkur ederim ama | sagol ama | sag ol ama | ama | fakat | ancak | maalesef | devam ediyor
cozulmedi | cozemedim | cozemedik | duzelmedi | ise yaramadi | yardimci olmadi | faydasi olmadi | ayni hata
ayni sorun | calismiyor | degisen bir sey yok | degismedi | surekli | nasil cozerim | nasil cozebilirim | ragmen
delirecegim | devamli | her seferinde | aynı, 401 | yok, aynı | hep aynı | aynı hata | değişen bir şey yok
fark etmedi | değişmedi | işe yaramadı
""",
    "plan": """
planli | planlanan | planlanmis | bakim | gormezden gel* | dikkate almayin | dikkate almayiniz | goz ardi ed*
yok sayin | yok sayabilirsiniz | onemsemeyin | beklenen | beklendigi gibi | bekleniyor | bekliyoruz | bilerek
kasitli | kasten | merak etmeyin | endiselenmeyin | islem gerekmiyor | sadece test | test mesaji | bu bir test
normaldir | bildirmeyin | normal | sorun değil | önemli değil | zararsız | sıkıntı yok
""",
    "mine": """
aliyorum | aliyoruz | reddedildi | tokenim* | token'im* | anahtarim* | istegim* | sabahtan | dunden | birden
aniden | yapamiyorum | giremiyorum | karsilasiyor* | goruyorum | dokümana göre | dokümantasyona göre
lokalde geçiyor | lokalde çalışıyor | localde | ci'da test
""",
    "ask": """
yardim | neden | niye | niçin | nicin | bilen var mi | fikri olan | fikir | ne yapmaliyim | ne yapabilirim
sorun ne | nerede hata | neyi yanlis | anlamadim | anlamiyorum | nasil cozerim | nasil duzelt* | acil | garip
bakabilir | sebebi ne | neden olabilir | ne olabilir | yardım | kim yardımcı olabilir | yardımcı olur musunuz
yardımcı olabilir misiniz
""",
    "general": """
ne demek | ne anlama | anlami ne | nedir | arasindaki fark | farki ne | farki nedir | fark nedir | ne fark
401 mi 403 mu | 401 mi | 403 mu | mi dondurmeli | dondurmeli | donmeli | yerine 403 | yerine 401 | ne zaman
nasil donerim | nasil dondur* | nasil ele al* | nasil handle | nasil test | nasil mock* | nasil simule
nasil yakala* | hangi kod | hangi durum kodu | genel olarak | genelde | teoride | meraktan | merak ettim
en iyi pratik | makale | mulakat | daha iyi | tekrar denemeyin | retry yapmayın
""",
    "hypo": """
alirsaniz | alirsan | alindiginda | gorurseniz | gorursen | gelirse | donerse | dondugunde | donduruldugunde
olursa | durumunda | eger | dondurur | donecek | dondurecek | alirsiniz | alirsin | genellikle | onlemek icin
kacinmak | varsayalim | diyelim | ne olur
""",
    "announce": """
duyuru | pazartesiden | pazartesi gununden | yarindan | bundan sonra | bundan boyle | itibaren | itibariyle | olacak
alacak | dondurecek | hatirlatma | lutfen unutmayin | lutfen dikkat | bilginize | bilgilendirme | gelecek hafta
onumuzdeki | yarin | olabilir | surum | gelecek ay | önümüzdeki ay | planlıyoruz
""",
    "dev": """
kod inceleme | birlestirildi | birim test* | test senaryo* | implemente | surum notlari | degisiklik gunlugu
hata sayfasi | hata yonetimi | dokumantasyon | artik 401 donduruyor | ekledim | retry ekledim | review
inceler misiniz
""",
    "since": """
bugun | dun | dunden | sabahtan | beri | hicbir sey degismedi | calisiyordu | onceden calisiyordu | dun gece
her yerde | bir anda
""",
    "acts": """
donuyor | donduruyor | veriyor | reddediyor | reddediliyor | aliyor | geliyor | atiyor | firlatiyor | basarisiz
kesiliyor | kesildi | cekemiyor | yapamiyor | alamiyor | şikayet ediyor | bildiriyor | patlıyor | düşüyor
fırlatıyor | dönüyor | döndürüyor | alıyor | alıyorlar | atıyor | basıyor | yiyor | yiyoruz | erişimimiz kesildi
erişemiyoruz | erişemiyorum | giremiyorum
""",
    "now": """
simdi | su an | artik
""",
    "negate-after": """
yok | kalmadi | gelmiyor | almiyoruz
""",
    "me": """
ben | biz | benim | bizim | bende | bizde
""",
    "again": """
yine
""",
    "api": """
sertifika* | entegrasyon* | servis* | job | senkron* | içe aktar* | sandbox | canlı | prod | webhook | çağrı*
fatura servisi
""",
}
