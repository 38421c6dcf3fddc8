"""Word table: Indonesian and Malay."""

WORDS = {
    "hint": """
yang | dan | tidak | saya | kami | untuk | sudah | dari | ini | itu | ke | di | ada | aku | gak | ga | nggak | ngga
kok | sih | dong | nih | udah | aja | juga | bisa | pake | pakai | dengan | sama | semua | terus | masih | kak | min
mas | tapi | lagi | tak | saja
""",
    "weak": """
tidak diizinkan | autentikasi gagal | otentikasi gagal | gagal otentikasi | gagal autentikasi | token tidak valid
token kedaluwarsa | token kadaluarsa | token expired | kredensial salah | login gagal | tidak terotorisasi
token tak sah
""",
    "err-before": """
galat | error | eror | ralat | kode | kode error | dapat | dapet | mendapat | mendapatkan | kena | balikin | balik
return | ngasih | kasih | keluar | muncul | respon | responnya | response | jadi | malah | masih | tetap | tetep
selalu | cuma | terus | lagi | dengan | status
""",
    "err-after": """
saat | ketika | dari | setelah | padahal | terus | melulu | mulu | di | pas | waktu | sejak | tapi | dan | untuk
semua | walaupun | meskipun | kalau saya | error | lagi | sih | nih | dong | ya | unauthorized | setiap | tiap
juga
""",
    "num-before": """
ruang | kamar | baris | halaman | ruangan | bilik | penerbangan | gerbang | kursi | lantai | nomor | no | faktur
pesanan nomor | sekitar | total | kira-kira | hampir | bus | kereta | meja
""",
    "num-after": """
orang | rupiah | ribu | juta | pengguna | lan | baris | halaman | file | hari | jam | menit | kali | tiket | peserta
pelanggan | ringgit | pesan | tes
""",
    "negate": """
tidak ada | bukan | tanpa | gak ada | ga ada | nggak ada | alih-alih | daripada
""",
    "solved": """
sudah beres | udah beres | beres | sudah diperbaiki | udah diperbaiki | sudah teratasi | sudah jalan | udah jalan
udah bisa | sudah bisa | udah normal | sudah normal | teratasi | sudah berfungsi | sudah selesai | udah selesai
udah kelar | sudah oke | udah oke | udah fix | sudah fix | ternyata | gara-gara | karena salah | penyebabnya
ketemu masalahnya | sudah ketemu | udah ketemu | sudah hilang | udah hilang | udah gak | sudah tidak | aman sekarang
udah aman | tiket ditutup | salah alarm | selesai | berkurang | menurun | menjelaskan | jadi itu sebabnya
oh pantesan | pantesan
""",
    "persist": """
masih | lagi-lagi | muncul lagi | kembali muncul | terima kasih, tapi | makasih tapi | makasih, tapi | tapi | tetap
tetep | belum | belum bisa | belum beres | tidak berhasil | gak berhasil | ga berhasil | gak ngaruh | ga ngaruh
tidak bisa | gak bisa | ga bisa | nggak bisa | sama saja | sama aja | error yang sama | padahal | walaupun
meskipun | terus-terusan | terus menerus | melulu | mulu | balik lagi | kambuh
""",
    "plan": """
pemeliharaan | abaikan | abaikan saja | terjadwal | direncanakan | terencana | diharapkan | disengaja | sengaja
memang begitu | wajar | jangan khawatir | cuma tes | hanya tes | maintenance | penyelenggaraan
""",
    "mine": """
dapat 401 | dapet 401 | kena 401 | mendapat* | muncul 401 | muncul | gagal | ditolak | balikin 401 | balikin
saya dapat | kami dapat | kita dapat | saya kena | kami kena | aku kena | token saya | token kami | key saya
api key kami | tiba-tiba | tidak bisa | gak bisa | ga bisa | nggak bisa | ada yang sama | ada yang ngalamin
ada yang kena | ada yang mengalami | sama juga | error terus | 401 terus | 401 mulu | 401 melulu
menurut dokumentasi | sesuai dokumentasi | di lokal jalan | di lokal aman | di local
""",
    "acts": """
mengembalikan | membalas | menolak | gagal | error terus | balasnya | jawabannya | ngasih | merespon | return 401
""",
    "ask": """
kenapa | mengapa | tolong | bantu | bantuan | mohon | ada yang tahu | ada yang tau | ada yg tau | ada ide
kenapa ya | kok | gimana caranya | bingung | apa yang salah | salah di mana | salah dimana | solusinya
minta tolong | aneh | siapa bisa bantu | siapa yang bisa bantu
""",
    "general": """
apa arti | artinya | apa itu | apa bedanya | perbedaan | bedanya | beda 401 | sebaiknya | seharusnya | 401 atau 403
lebih tepat | kapan pakai | kapan harus | cara menangani | cara handle | gimana handle | artikel tentang
secara umum | secara teori | cara testing | cara mock | mending | lebih baik | daripada 400 | daripada 403
sebaiknya return | harusnya return | jangan retry | jangan diulang
""",
    "hypo": """
jika anda | jika kamu | jika | kalau dapat | kalau kamu | kalau anda | apabila | seandainya | akan mengembalikan
akan mendapat | akan dapat | agar tidak | supaya tidak | supaya gak | menghindari
""",
    "announce": """
pengumuman | mulai senin | mulai besok | mulai minggu depan | mulai bulan depan | minggu depan | besok | pengingat
info: | mohon diperhatikan | perlu diketahui | mulai versi | akan | harap diperhatikan | berencana | bulan depan
kami berencana | rencananya
""",
    "dev": """
pull request | merge request | review | sudah di-merge | unit test | tes unit | test case | dokumentasi | changelog
implementasi | menambahkan | tambah handling | penanganan | nulis test | bikin test | nambahin | tambahin
udah nambah | retry buat | tolong review | minta review | mohon review | bantu review
""",
    "since": """
hari ini | kemarin | sejak | dari pagi | dari tadi | tadi pagi | semalam | tadi malam | sejak pagi | sejak tadi
tadinya | sebelumnya bisa | kemarin bisa | kemarin masih | tidak ada yang berubah | gak ada yang diubah | mendadak
tiba-tiba | setelah update | setelah upgrade | setelah deploy | semua request | semua endpoint
""",
    "now": """
sekarang | saat ini | kini
""",
    "cond": """
jika | kalau | kalo | apabila | ketika | saat
""",
    "me": """
saya | kami | aku | kita | gue | gw | kami punya
""",
    "plea": """
tolong | bantu | mohon bantuan | bingung
""",
    "again": """
lagi | kembali
""",
    "api": """
permintaan | kunci | server | layanan | akun | kata sandi | sandi | masuk | panggilan | hit | nembak | integrasi
aplikasi
""",
    "negate-after": """
udah nggak | udah gak | sudah tidak | udah ga
""",
}
