"""Word table: Hindi, in its own letters and in Latin ones."""

WORDS = {
    "hint": """
है | हैं | का | की | के | में | से | को | पर | और | नहीं | रहा | रही | हो | कर | मैं | हम | यह | भी | तो | किसी
क्या | मुझे | hai | hain | nahi | nhi | kya | mein | se | ko | raha | rahi | rha | rhi | bhi | ka | ki | ke | koi
kisi | kar | ho | par | pe | yaar | bhai | abhi | mera | mujhe | humko | hume
""",
    "weak": """
अनधिकृत | प्रमाणीकरण विफल | टोकन अमान्य | टोकन की समय सीमा समाप्त | अमान्य टोकन | लॉगिन विफल | token expire ho gaya
token expire ho gya
""",
    "err-before": """
त्रुटि | एरर | error | कोड | अभी भी | अब भी | फिर | सिर्फ | में | पर | abhi bhi | phir | fir | phir se | fir se
sirf | bas | mein | par | pe
""",
    "err-after": """
रहा | आ | मिल | दे | क्यों | जब | के बाद | की | का | त्रुटि | एरर | लौटा | aa | aata | aati | mil | de | kyu | kyun
kyo | ke baad | ka | ki | hi | error | return | jab | throw
""",
    "num-before": """
सफर | कमरा | कमरे | रूम | पृष्ठ | पेज | पंक्ति | लाइन | फ्लाइट | उड़ान | ट्रेन | नंबर | कुल | लगभग | करीब | kamra
kamre | page | lagbhag | kareeb | kul
""",
    "num-after": """
लोग | लोगों | रुपये | रुपए | उपयोगकर्ता | ग्राहक | फाइल | फ़ाइल | पंक्तियां | दिन | घंटे | मिनट | बार | टिकट | log
logon | rupaye | rupees | din | ghante | baar
""",
    "negate": """
नहीं | बिना | के बजाय | की जगह | nahi | bina | ke bajaye | ki jagah
""",
    "solved": """
ठीक हो गया | ठीक हो गई | ठीक हो गए | ठीक कर दिया | हल हो गया | हल हो गई | समाधान हो गया | सुलझ गया | अब काम कर रहा
अब चल रहा | अब सही | वजह से था | की वजह से था | कारण था | समस्या हल | गलती थी | मिल गया कारण | theek ho gaya
thik ho gaya | thik ho gya | theek ho gya | fix ho gaya | fix ho gya | solve ho gaya | solve ho gya | ab chal raha
ab kaam kar | chal gaya | sahi ho gaya | ho gaya fix | ki wajah se tha | ki vajah se tha
""",
    "persist": """
अभी भी | अब भी | फिर से | फिर भी | लेकिन | पर भी | के बाद भी | धन्यवाद, लेकिन | वही एरर | वही त्रुटि | वही समस्या
काम नहीं कर | नहीं चल रहा | बार बार | बार-बार | लगातार | abhi bhi | ab bhi | phir se | fir se | phir bhi | fir bhi
lekin | ke baad bhi | par bhi | wahi error | same error | kaam nahi kar | nahi chal | nhi chal | baar baar | bar bar
lagatar
""",
    "plan": """
रखरखाव | मेंटेनेंस | नजरअंदाज | नज़रअंदाज़ | अनदेखा | नियोजित | अपेक्षित | जानबूझकर | सामान्य है | चिंता न करें
सिर्फ टेस्ट | ignore karo | ignore kar | ignore karna | jaan bujh | normal hai | tension mat
""",
    "mine": """
मिल रहा | मिल रही | मिल रहे | आ रहा | आ रही | आ रहे | दे रहा | दे रही | लौटा रहा | लौटा रही | मुझे | हमें
मेरा टोकन | हमारा टोकन | किसी और को | रिजेक्ट हो | मना कर रहा | aa raha | aa rahi | aa rha | aa rhi | aa rahe
mil raha | mil rahi | mil rha | de raha | de rahi | de rha | de rhi | mujhe | humko | hume | mera token | meri key
hamara token | kisi aur ko | aur kisi ko | koi aur | return kar raha | return kar rha | throw kar raha
nahi ho raha | nahi ho rha | nhi ho rha | docs ke hisaab | local pe chal | local me chal
""",
    "acts": """
विफल | फेल हो | अस्वीकार | fail ho | reject ho | reject kar | नहीं हो पा | nahi ho pa
""",
    "ask": """
क्यों | क्यूँ | मदद | मदद करें | कोई बता | कोई जानता | किसी को पता | क्या गलत | क्या करूं | समझ नहीं | कैसे ठीक
kyu | kyun | kyo | madad | help karo | koi bata | kisi ko pata | kya galat | kya karu | samajh nahi | samajh nhi
kaise theek | kaise fix | kaise thik | dekh lo | dekho zara | kaun help | koi help kar
""",
    "general": """
का मतलब | क्या मतलब | अंतर | फर्क | फ़र्क | 401 या 403 | कब इस्तेमाल | कब लौटाना | चाहिए | कैसे हैंडल
के बारे में लेख | matlab | kya matlab | fark | farak | antar | difference | 401 ya 403 | kab use | chahiye
kaise handle | retry mat
""",
    "hypo": """
अगर आपको | अगर आप | अगर | यदि | मिलेगा | लौटाएगा | आएगा | बचने के लिए | agar aapko | agar | milega | aayega | degi
dega
""",
    "announce": """
सूचना | घोषणा | सोमवार से | मंगलवार से | कल से सभी | अगले हफ्ते | अगले सप्ताह | कृपया ध्यान दें | ध्यान दें
से लागू | somvar se | monday se | agle hafte | dhyan de | kal se sab | agle mahine | अगले महीने
""",
    "dev": """
समीक्षा | रिव्यू | मर्ज | यूनिट टेस्ट | टेस्ट केस | दस्तावेज | review kar | merge kar | merge ho | unit test
test case | test likh
""",
    "since": """
आज | कल से | कल तक | सुबह से | रात से | अचानक | कल काम कर | कुछ नहीं बदला | कुछ बदला नहीं | के बाद से | aaj
subah se | kal se | kal tak | raat se | achanak | kuch nahi badla | kuch change nahi | ke baad se | update ke baad
har request | har call | हर रिक्वेस्ट | हर बार
""",
    "now": """
अब | अभी | ab | abhi
""",
    "cond": """
अगर | यदि | जब | agar | jab
""",
    "me": """
मैं | मुझे | मेरा | मेरी | मेरे | हम | हमें | हमारा | हमारी | हमारे | main | mujhe | mera | meri | mere | hum | hume
humare | hamara | hamare | humara
""",
    "plea": """
मदद | madad | help karo
""",
    "again": """
फिर से | दोबारा | phir se | fir se | dobara
""",
    "api": """
एपीआई | टोकन | सर्वर | अनुरोध | रिक्वेस्ट | लॉगिन | कुंजी | सेवा | एंडपॉइंट | पासवर्ड
""",
    "negate-after": """
nahi aa | nahi aata | nahi mil | nhi aa | नहीं आ | नहीं मिल | nahi hai | nahi | nhi | नहीं
""",
}
