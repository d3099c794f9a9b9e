import type { Folded } from './normalise.ts'

/** Only the beginning tells: further on these phrases occur in stories and examples. In characters. */
const OPENING = 220

/**
 * Openings of refusals outside English, folded (lower case, plain quotes), in our own choice of words. Each says that
 * the speaker, in the first person, cannot, may not or will not do what was asked, or declines it. Every pattern is
 * linear: no repetition inside a repetition, and every gap is bounded.
 */
const PHRASES: readonly string[] = [
  // German
  'ich (?:kann|darf|werde|möchte|will) (?:\\S+ ){0,5}?(?:nicht (?:\\S+ ){0,2}?(?:helfen|weiterhelfen|behilflich|beantworten|unterstützen|nachkommen|erfüllen|geben|weitergeben|herausgeben|nennen|erklären|beschreiben|verfassen|schreiben|erstellen|bereitstellen|mitwirken|antworten|teilen|liefern|machen|dienen)|kein(?:e|en|erlei)? (?:\\S+ )?(?:hilfe|anleitung|anleitungen|informationen|auskunft|auskünfte|tipps|ratschläge|angaben|anweisungen|antwort|text|inhalte|unterstützung|rat))',
  '(?:kann|darf|werde|möchte) ich (?:\\S+ ){0,5}?(?:nicht (?:\\S+ ){0,2}?(?:helfen|weiterhelfen|behilflich|beantworten|unterstützen|nachkommen|erfüllen|geben|weitergeben|herausgeben|nennen|erklären|schreiben|erstellen|dienen)|kein(?:e|en|erlei)? (?:\\S+ )?(?:hilfe|anleitung|anleitungen|informationen|auskunft|tipps|angaben|anweisungen|inhalte|ratschläge))',
  'ich (?:muss|möchte) (?:\\S+ ){0,4}?(?:ablehnen|verweigern)|ich lehne (?:\\S+ ){0,3}?ab\\b|ich (?:bin|sehe mich) (?:leider )?nicht (?:in der lage|befugt|imstande)|ist (?:es )?mir (?:leider )?nicht (?:möglich|erlaubt|gestattet)|dabei helfe ich nicht',
  // French
  "je (?:ne|n') ?(?:peux|suis|saurais|pourrai|puis|vais|veux|souhaite) ?(?:malheureusement )?(?:pas|en aucun cas|nullement)(?: \\S+){0,2} ?(?:vous |t'|te |y |lui )?(?:aider|aide|mesure|répondre|fournir|donner|autorisée?|habilitée?|satisfaire|accéder|participer|écrire|rédiger|expliquer|décrire|partager|assister|capable|possible|créer|proposer|indiquer|apporter|donne)",
  "je ne (?:peux|saurais|puis) (?:vous |t'|te |y )?(?:aider|fournir|donner|répondre|indiquer)|je (?:dois|préfère|suis obligée? de|me vois contrainte? de) (?:malheureusement )?(?:décliner|refuser)|je (?:refuse|décline)\\b|il (?:ne )?m'est (?:malheureusement )?(?:pas |im)possible de|il m'est interdit",
  // Spanish
  'no (?:puedo|podemos|podré|podría|debo|voy a|me es posible|me está permitido|estoy en condiciones de|estoy autorizad[oa] (?:a|para)|soy capaz de|tengo permitido) (?:\\S+ ){0,2}?(?:ayudarte|ayudarle|ayudar|proporcionar|proporcionarte|proporcionarle|responder|cumplir|ofrecer|ofrecerte|ofrecerle|dar|darte|darle|brindar|brindarte|asistir|asistirte|escribir|explicar|explicarte|describir|compartir|facilitar|facilitarte|facilitarle|contestar|crear|participar|atender|colaborar|decirte|generar|hacer eso|hacerlo)',
  '(?:debo|tengo que|prefiero) (?:rechazar|negarme|declinar)|me (?:niego|veo obligad[oa]) a|rechazo (?:esta|tu|su) (?:solicitud|petición)',
  // Italian
  'non (?:posso|possiamo|potrò|potrei|devo|intendo|sono in grado di|mi è possibile|mi è consentito|mi è permesso|sono autorizzat[oa] a|sono capace di) (?:\\S+ ){0,2}?(?:aiutarti|aiutarla|aiutare|fornire|fornirti|fornirle|rispondere|soddisfare|assisterti|assisterla|dare|darti|darle|scrivere|spiegare|spiegarti|descrivere|condividere|offrire|offrirti|creare|partecipare|accogliere|dirti|indicare|indicarti|esaudire|farlo|suggerire)',
  '(?:devo|preferisco|sono costrett[oa] a) (?:\\S+ )?(?:rifiutare|declinare|rifiutarmi)|mi rifiuto di',
  // Portuguese
  'não (?:posso|podemos|consigo|poderei|poderia|devo|vou|me é possível|me é permitido|estou autorizad[oa] a|sou capaz de|tenho permissão para) (?:\\S+ ){0,2}?(?:ajudar|ajudá-l[oa]|ajudar-te|te ajudar|lhe ajudar|fornecer|fornecer-lhe|responder|atender|oferecer|auxiliar|dar|dar-lhe|escrever|explicar|descrever|compartilhar|partilhar|criar|participar|cumprir|dizer|indicar|colaborar|fazer isso|prestar|sugerir)',
  '(?:devo|tenho de|tenho que|prefiro) (?:\\S+ )?(?:recusar|declinar)|recuso-me a|me recuso a',
  // Dutch
  'ik (?:kan|mag|zal|wil|ga) (?:\\S+ ){0,5}?(?:niet (?:\\S+ ){0,3}?(?:helpen|beantwoorden|voldoen|geven|verstrekken|uitleggen|schrijven|delen|meewerken|ingaan|assisteren|maken|ondersteunen|beschrijven)|geen (?:\\S+ )?(?:hulp|informatie|instructies|advies|antwoord|uitleg|gegevens|tips|tekst|aanwijzingen))',
  '(?:kan|mag|zal|wil) ik (?:\\S+ ){0,5}?(?:niet (?:\\S+ ){0,3}?(?:helpen|beantwoorden|voldoen|geven|verstrekken|uitleggen|schrijven|meewerken|ingaan|maken)|geen (?:\\S+ )?(?:hulp|informatie|instructies|advies|antwoord|uitleg|tips))',
  'ik (?:moet|wil) (?:\\S+ ){0,4}?(?:weigeren|afwijzen|bedanken)|ik weiger\\b|ik ben (?:helaas )?niet (?:in staat|bevoegd)|is het mij niet toegestaan',
  // Polish
  '(?:nie|nie będę) (?:mogę|jestem w stanie|będę mógł|będę mogła|możemy|potrafię|wolno mi|zamierzam|chcę) (?:\\S+ ){0,3}?(?:pomóc|pomagać|udzielić|udzielać|odpowiedzieć|podać|podawać|spełnić|dostarczyć|napisać|opisać|wyjaśnić|przekazać|przedstawić|udostępnić|stworzyć|doradzać|doradzić|tego zrobić|zrealizować|wesprzeć)',
  'muszę (?:\\S+ ){0,2}?odmówić|odmawiam|nie pomogę|nie udzielę|nie odpowiem|nie podam|nie napiszę',
  // Turkish
  '(?:yardımcı|yardim|yardım|destek|cevap|yanıt|bilgi|talimat|tavsiye|öneri) ?(?:\\S+ )?(?:olamam|edemem|olamıyorum|olamayacağım|edemiyorum|edemeyeceğim|veremem|veremiyorum|veremeyeceğim|sunamam|sağlayamam|sağlayamıyorum)|(?:yerine getiremem|yerine getiremiyorum|yanıtlayamam|yanıtlayamıyorum|cevaplayamam|cevaplayamıyorum|yazamam|açıklayamam|paylaşamam|anlatamam|karşılayamam|reddetmek zorundayım|reddediyorum|oluşturamam|yapamam|sağlayamam|veremem|sunamam|mümkün değil(?:dir)?, üzgünüm)',
  // Chinese
  '我?(?:无法|不能|無法|没法|沒法|不会|不會|不便|不可以|不方便|没有办法|沒有辦法)(?:就此|对此|對此|直接)?(?:为您|为你|為您|為你|向您|向你|给您|给你|給您|給你|帮您|帮你|幫您|幫你|协助您|协助你|在这方面|在這方面|按照您的要求|满足您的)?(?:提供|帮助|幫助|帮忙|幫忙|回答|协助|協助|满足|滿足|完成|参与|參與|給予|给予|撰写|撰寫|生成|解释|解釋|讨论|討論|教您|教你|告诉|告訴|支持|处理|處理|编写|編寫|写|寫|做|分享|给出|給出|回应|回應|透露|说明|說明)',
  '我?(?:必须|必須|只能|不得不)?(?:拒绝|拒絕|谢绝|婉拒)(?:回答|提供|您的|你的|这|這|该|該|此|参与|撰写)|恕(?:我)?(?:无法|不能|難以|难以)|恕难从命|帮不了(?:您|你)',
  // Japanese
  '(?:お手伝い|お答え|提供|ご提供|お応え|対応|支援|ご案内|お教え|回答|ご協力|協力|説明|ご説明|作成|お伝え|アドバイス|共有|手助け|お力|ご支援|お話し|執筆|ご回答|サポート)(?:する(?:こと)?(?:は|が)?|を(?:する|行う|提供する|差し上げる)?(?:こと)?(?:は|が)?|は|することが|すること|いたす(?:こと)?(?:は|が)?)?(?:でき(?:ません|かねます|ない)|いたしかねます|しかねます|致しかねます|になれません|できかねます)',
  '(?:応じ|お応えし|お答えし|お手伝いし|お受けし|お教えし)(?:る(?:こと)?は?でき(?:ません|かねます)|かねます)|応じられません|お受けできません|お断り(?:します|いたします|させて)|教え(?:られません|ることはできません)|書くことはできません|(?:する|行う)ことはできません',
  // Korean
  '(?:도와드릴|도와 드릴|도와줄|도움을 드릴|도움을 줄|제공할|제공해 드릴|제공해드릴|답변할|답변드릴|답변해 드릴|답변해드릴|답변을 드릴|대답할|알려드릴|알려 드릴|응할|도울|작성할|작성해 드릴|작성해드릴|설명할|설명해 드릴|설명드릴|들어드릴|들어 드릴|지원할|안내할|안내해 드릴|안내해드릴|공유할|협조할|말씀드릴|수행할|써 드릴|가르쳐 드릴|조언할|조언해 드릴) 수(?:가|는)? 없|(?:답변|도움|제공|요청|안내|지원)(?:은|는|이|을|를)? ?(?:드리기|하기|들어드리기|제공하기)?(?:가)? ?(?:어렵습니다|거절|거부|불가)|거절(?:합니다|하겠습니다|해야)|응하지 않|돕지 않',
  // Hindi
  '(?:मदद|सहायता|जानकारी|उत्तर|जवाब|सलाह|निर्देश|सुझाव|विवरण|समर्थन|सहयोग|तरीका|मार्गदर्शन|अनुरोध)(?: \\S+){0,3}? ?(?:नहीं (?:कर|दे|लिख|बता|दूँ|दूंगा|दूँगा|करूँ|करूंगा|मान)|करने में (?:असमर्थ|सक्षम नहीं)|देने में (?:असमर्थ|सक्षम नहीं)|प्रदान नहीं|पूरा नहीं|अस्वीकार|स्वीकार नहीं|से इनकार)|(?:नहीं (?:बता|लिख|समझा|कर) (?:सकता|सकती|सकते))|(?:मैं|मुझे) (?:\\S+ ){0,6}?(?:असमर्थ हूँ|असमर्थ हूं|अनुमति नहीं|मना करना|इनकार कर)',
  // Arabic
  '(?:لا|لن|لست|ليس) ?(?:أستطيع|يمكنني|أقدر|استطيع|أتمكن من|بإمكاني|بوسعي|يسعني|قادرا على|قادرًا على|قادراً على|أقوم|أساعد|مخولا|مخولًا|من الممكن لي) ?(?:\\S+ ){0,2}?(?:مساعدتك|المساعدة|مساعدتكم|تقديم|الإجابة|أن أساعدك|أساعدك|توفير|تلبية|مساعدة|إعطاء|إعطائك|تزويدك|كتابة|شرح|وصف|المشاركة|مشاركة|الرد|إنشاء|بتقديم|بذلك|أن أقدم|أقدم|أن أجيب|القيام|تنفيذ|إخبارك|دعم|على ذلك|في ذلك|في هذا)',
  '(?:أعتذر عن (?:عدم )?(?:الإجابة|تقديم|تلبية|المساعدة|عدم)|أرفض|يجب (?:علي )?أن أرفض|مضطر (?:إلى|ل)\\S* ?(?:رفض|الرفض)|لن أساعد|لن أقدم|لن أجيب|يتعذر علي|غير قادر على)',
  // Russian
  'не (?:могу|смогу|можем|буду|имею права|вправе|в состоянии|стану) (?:\\S+ ){0,3}?(?:помочь|помогать|предоставить|предоставлять|ответить|выполнить|дать|отвечать|написать|писать|объяснить|рассказать|давать|подсказать|поддержать|описать|делиться)|вынужден(?:а)? отказать|отказываюсь',
]

const REFUSAL = new RegExp(PHRASES.join('|'))

/** Where the opening refuses in a language other than English: folded indices, or `undefined`. */
export function findForeignRefusal(head: Folded): { from: number; to: number } | undefined {
  const match = REFUSAL.exec(head.text.slice(0, OPENING))
  return match === null ? undefined : { from: match.index, to: match.index + match[0].length }
}
