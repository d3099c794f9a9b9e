/** A subject that is harmful to help with, whatever word senses say. */
export interface HarmTopic {
  readonly category: string
  /**
   * `means`: even a general question about making or doing it is harmful; `crime`: harmful when a way of
   * doing it is asked for; `dark`: a sign of bad intent beside another subject; `delicate`: reason for care.
   */
  readonly severity: 'means' | 'crime' | 'dark' | 'delicate'
}

interface TopicRule extends HarmTopic {
  readonly pattern: RegExp
}

function topic(category: string, severity: HarmTopic['severity'], ...patterns: string[]): TopicRule {
  return { category, severity, pattern: new RegExp(`\\b(?:${patterns.join('|')})\\b`) }
}

const PEOPLE = String.raw`(?:people|someone|somebody|anyone|others|(?:my|his|her|their|your|the|a|an) (?:\w+ )?(?:wife|husband|boyfriend|girlfriend|ex|neighbou?r|boss|coworker|colleague|friend|child|kid|girl|boy|woman|man|student|employee|victim|teen|teenager|minor|partner|spouse|mother|father|sister|brother|roommate|stranger|person|classmate|teacher|customer|client|drink)|victims?|children|kids|minors?|girls|boys|women|men|students|employees|customers|voters|elderly|seniors|strangers)`

/** Up to three words between a verb and its object. */
const FILLERS = String.raw`(?:[\w']+ ){0,3}`
const MIXED_DRUGS =
  '(?:drugs|crack|ecstasy|fentanyl|ketamine|opioids?|xanax|adderall|oxycodone|oxycontin|steroids|weed|coke|molly|spice|dope|controlled substances?)'
/** After a dangerous word: what is spoken of is this, and the word only says of what kind. */
const NO_HEAD =
  '(?! (?:sounds?|noises?|rubs?|racks?|shops?|jars?|creams?|ointments?|flavou?r(?:s|ed)?|syrups?|props?|costumes?|cakes?|stubs?|detectors?|allerg(?:y|ies)|prices?|policy|policies|awareness|prevention|squads?|disposal|shelters?)(?: |$))'
const DEVICES =
  '(?:accounts?|passwords?|wi-?fi|networks?|servers?|websites?|webcams?|databases?|computers?|emails?|phones?|firewalls?|credentials|mainframe|government systems?|bank systems?|atms?|security systems?|power grid|voting machines?|traffic lights?|facebook|instagram|gmail|icloud|snapchat|cctv|satellites?|encryption|laptops?|tablets?|routers?)'
/** Shows that something is another's. */
const ANOTHERS =
  "(?:someone|somebody|another|other|his|her|their|stranger|victims?|employees?|(?:my|the|a|an|your) [\\w]+'s|[\\w]+'s)(?:'s)?"
const TEASING =
  '(?:manipulat\\w+|seduc\\w+|track(?:ing)?|shame|ridicul\\w+|insult\\w*|mock\\w*|exclud\\w+|deceiv\\w+|trick\\w*|torment\\w*|provok\\w+|isolat\\w+|ruin\\w*|recruit\\w*|frame|framing|rob\\w*|intimidat\\w+|impersonat\\w+|threats?)'
/** People whom nobody may put upon, whatever the verb. */
const EXPOSED =
  '(?:vulnerable|innocent|unsuspecting|young|underage|elderly|random|minority|marginali[sz]ed|immigrant|gullible|disabled|transgender|gay|muslim|jewish|black|female|desperate)'

/** Names of bombs in two words, in which no other sense of the word is left. */
const BOMBS =
  '(?:pipe|nail|car|dirty|fertili[sz]er|letter|mail|suicide|homemade|home made|improvised|nuclear|atomic|hydrogen|atom|petrol|chlorine|pressure cooker|chemical|explosive|time|thermite) bombs?(?! (?:sounds?|noises?|props?|costumes?|cakes?|detectors?|disposal|squads?|shelters?))'
const NAMED_BOMB = new RegExp(`\\b${BOMBS}\\b`)

const RULES: readonly TopicRule[] = [
  topic(
    'weapons',
    'means',
    BOMBS,
    'molotovs?(?: cocktails?)?|(?:improvised )?explosives?(?: devices?)?|ieds?|napalm|thermite|gunpowder|dynamite|nitroglycerin|tnt|semtex|rdx|c4 explosives?|detonators?',
    String.raw`(?:build|make|create|construct|assemble|making|building|constructing|buy|plant|detonate|manufacture|set off|3d print|sell|smuggle|acquire|obtain|purchase|get|design|trigger)(?:ing)? (?:a |an |the |some |my |own |your |\w+ ){0,3}(?:bombs?|grenades?|guns?|firearms?|weapons?|silencers?|rifles?|handguns?|pistols?|nukes?|missiles?|landmines?|land mines?|ammunition)${NO_HEAD}`,
    'ghost guns?|bump stocks?|untraceable (?:gun|weapon|firearm|pistol)s?|fully automatic|without (?:a )?(?:background check|permit|licen[sc]e)',
    String.raw`illegal (?:\w+ )?(?:weapons?|firearms?|guns?)|weapons? of mass destruction|chemical weapons?|biological weapons?|bio-?weapons?|nuclear weapons?|nerve agents?|nerve gas|mustard gas|sarin|vx|ricin|anthrax|botulinum|novichok|phosgene|chlorine gas|weapons?-grade|enriched uranium|enrich uranium|smallpox|weaponi[sz]e\w*|toxic gas|poison(?:ous)? gas|biological agents?`,
  ),
  topic(
    'drugs',
    'means',
    `(?:make|cook|produce|synthesi[sz]e|manufacture|create|extract|grow|sell|buy|smuggle|deal|get|find|score|distribute|hide|traffic|obtain|inject|snort|smoke|take|purchase|order|transport|import|market|push|brew|acquire)(?:ing)? ${FILLERS}(?:meth|methamphetamines?|heroin|cocaine|crack cocaine|lsd|mdma|ghb|dmt|pcp|opium|narcotics|illegal substances|illicit substances|date rape drugs?|rohypnol|shrooms|magic mushrooms|marijuana|cannabis|acid tabs?)${NO_HEAD}`,
    // Words with a lawful or everyday sense are sure only where they are dealt in or a word of vice stands beside them.
    String.raw`(?:smuggle|smuggling|traffic|trafficking|deal|dealing|snort|snorting|synthesi[sz]e|synthesi[sz]ing|distribute|distributing|push|pushing) ${FILLERS}${MIXED_DRUGS}${NO_HEAD}|(?:make|making|cook|cooking|produce|producing|manufacture|manufacturing|sell|selling) (?:some |my own |any |illegal |illicit |pure |homemade )*(?:drugs|fentanyl|ketamine|ecstasy|xanax|adderall|oxycontin|oxycodone|opioids|molly)${NO_HEAD}|(?:illegal|illicit|hard|street) ${MIXED_DRUGS}|${MIXED_DRUGS} (?:\w+ ){0,4}(?:without (?:a )?(?:prescription|doctor)|off the street|from a dealer|past (?:customs|security|airport)|into (?:a |the )?(?:prison|jail|school))`,
    'crystal meth|meth lab|drug deal(?:er|ing)?|drug traffick\\w+|drug smuggl\\w+|date[- ]rape|speedball|freebase',
    'get(?:ting)? high|illegal drugs?|illicit drugs?|recreational drugs?|hard drugs?|street drugs?|drug test',
  ),
  topic(
    'cybercrime',
    'means',
    'malware|ransomware|spyware|keyloggers?|rootkits?|botnets?|trojan(?: horse)?s?(?! war)|computer (?:virus|worm)(?:es|s)?|backdoors?|zero[- ]days?|ddos|dos attacks?|denial[- ]of[- ]service|sql injections?|brute[- ]force|phish(?:ing)?\\w*|spear phishing|cross[- ]site scripting|exploit code|reverse shells?|password crack\\w+|credential stuffing|sim swap\\w*|deepfakes?|email bomb\\w*|logic bombs?',
    String.raw`(?:hack|hacking|crack|cracking|unauthori[sz]ed|illegal|bypass|bypassing|intercept|steal|stealing|infiltrat\w+|compromis\w+|disabl\w+|penetrat\w+|(?:break|breaking) into) (?:(?!my own )[\w']+ ){0,5}${DEVICES}`,
    // One may log into one's own; into another's only by breaking in.
    String.raw`(?:log|logging|get|getting|gain|gaining|access|accessing) (?:into |in to |in on |on to |onto |access to |control of |on |to )?(?:[\w']+ ){0,2}${ANOTHERS} (?:[\w']+ ){0,3}${DEVICES}|gain(?:ing)? (?:access|control|entry) (?:to|of|over|into) (?:a|an|the|any|some|private|protected|secure|secured|corporate|government) (?:[\w']+ ){0,3}${DEVICES}`,
    String.raw`infect (?:\w+ ){0,3}(?:computers?|networks?|systems?|devices?)|spread (?:a |an )?(?:computer )?virus|cyber ?attacks?|cyber ?terroris\w+`,
  ),
  topic(
    'fraud',
    'crime',
    "launder\\w* (?:\\w+ ){0,4}(?:money|cash|funds?|proceeds|profits?|income|bitcoins?|crypto\\w*|dollars?|euros?|millions?)|money laundering|ponzi|pyramid schemes?|counterfeit\\w*|forgery|forg(?:e|ed|ing) (?:[\\w']+ ){0,4}(?:signatures?|passports?|documents?|ids?|id cards?|papers|checks?|cheques?|certificates?|wills?|prescriptions?|licen[sc]es?|paintings?|money|bank ?notes?|bills?|notes?|letters?|degrees?|diplomas?|transcripts?|tickets?|emails?|visas?|records?|receipts?|invoices?|evidence|artwork|coins)|embezzl\\w*|insider trading|tax (?:evasion|fraud)|evad(?:e|ing) tax(?:es)?|identity theft|steal\\w* (?:\\w+ ){0,3}identit(?:y|ies)|credit card (?:fraud|numbers?|info\\w*|skimm\\w+)|skimmers?|fake (?:ids?|passports?|documents?|checks?|reviews?|charity|invoices?|money|currency|prescriptions?|degrees?|diplomas?|driver'?s? licen[sc]es?|certificates?|id cards?|vaccin\\w+|accounts?|tickets?)(?! (?:\\w+ ){0,2}for (?:a |an |my |our |the )*(?:\\w+ )?(?:games?|plays?|shows?|sketch(?:es)?|scrapbooks?|props?|costumes?|movie|film)|(?:stubs?|props?))|fake news (?:article |story |report |post )?(?:about|against|on|to)|scam(?:s|ming|mers?)?|cook(?:ing)? (?:the|our|my|his|their) books|cvv(?: codes?| numbers?)?|(?:rig|fix|steal|stuff|swing)(?:ging|ing)? (?:a |an |the |our |their )?(?:\\w+ )?(?:elections?|votes?|ballots?|ballot box(?:es)?|lottery|referendum)|vote (?:twice|in (?:two|three|several))|defraud\\w*|fraud(?:ulent)?(?:ly)?|(?:how to|do i|can i|should i|could i|would i|to|and|you) bribe|brib(?:e|es|ing) (?:a|an|the|my|some|our|his|her|their|officials?|police|judges?|voters?|someone|somebody|politicians?)|(?:offer|pay|give|hand|hide|disguise|accept|take|arrange)\\w* (?:\\w+ ){0,2}bribes?(?! (?:reported|refused|declined))|bribery|extort\\w*|blackmail\\w*|price[- ]?fixing|shell compan(?:y|ies)|pump[- ]and[- ]dump|falsif\\w+|perjury|tamper\\w*|rig(?:ging)? (?:an? |the )?(?:election|vote|lottery)|voter (?:fraud|suppression)|plagiari[sz]\\w+|cheat(?:ing)? (?:on|in|at|during) (?:[\\w']+ ){0,3}(?:exams?|tests?|finals?|quiz(?:zes)?|sats?|taxes|assignments?)|manipulat(?:e|ing) (?:the )?(?:stock|market|election|prices?)|steal\\w* (?:\\w+ ){0,2}credit card|swindl\\w*|con (?:artist|scheme)|shoplift\\w*|pickpocket\\w*|loan shark\\w*|kickbacks?|hide (?:\\w+ )?(?:money|income|assets)|pirat(?:e|ed|ing) (?:software|movies?|music|games?)|copyright\\w* without|bypass (?:\\w+ ){0,2}(?:paywalls?|drm|copyright)|hotwir(?:e|ing)|pick(?:ing)? (?:a |the )?locks?|carjack\\w*|burglar\\w*|break(?:ing)? into (?:a |an |the |someone's |my \\w+ )?(?:\\w+ )?(?:house|home|car|building|apartment|store|bank|safe|office|facility|vault|school|museum)|jailbreak out|escape (?:from )?(?:prison|jail|custody)|get away with|avoid(?:ing)? (?:getting |being )?(?:caught|detection|arrest|police|prosecution)|without (?:getting |being )?(?:caught|detected|noticed|discovered)|evad(?:e|ing) (?:the )?(?:police|law|detection|arrest|authorities|capture)|dispos\\w+ of (?:a |the |dead )*(?:body|corpse|bodies)|hid(?:e|ing) (?:a |the |dead )*(?:body|corpse|bodies|evidence)|destroy\\w* (?:the )?evidence",
  ),
  topic(
    'trafficking and abuse',
    'means',
    String.raw`child (?:porn\w*|sexual|sex|abuse|molest\w*|exploitation|prostitut\w*|brides?)|underage|pedophil\w*|paedophil\w*|molest\w*|grooming (?:a |an |the )?(?:child|children|minor|minors|kid|kids|teen|teenager|victim)s?|groom(?:ing)? (?:${PEOPLE})|lolita|csam|sex(?:ual)? (?:with|from) (?:a |an )?(?:minor|child|kid|teen|underage|animal|\d+ year)s?|bestiality|incest`,
    "human traffick\\w*|traffic(?:king)? (?:in )?(?:humans?|people|women|children|girls|organs?)|sex traffick\\w*|sex slaves?|slave (?:labou?r|trade today)|enslav\\w*|forced labou?r|organ (?:harvest\\w*|traffick\\w*)|harvest\\w* (?:\\w+ )?organs|black market|revenge porn|upskirt\\w*|nonconsensual|non-consensual|without (?:their|her|his|my|the|any|your) (?:\\w+ )?(?:consent|knowledge|knowing|permission)|against (?:their|her|his|someone's) will|sexual(?:ly)? (?:assault|harass|abus)\\w*|spik\\w+ (?:\\w+ ){0,2}(?:someone|somebody|his|her|their|[\\w]+'s|people's|strangers?)(?:'s)? (?:\\w+ ){0,2}(?:drinks?|cocktails?|beer|wine|coffee|food)|drug(?:ging)? (?:her|his|someone|a girl|a woman)\\w*|coerc\\w+ (?:\\w+ ){0,3}(?:into )?sex",
  ),
  topic(
    'violence',
    'means',
    'mass (?:shooting|murder|killing|suicide)s?|storm(?:ing)? (?:a |an |the |our )?(?:town hall|city hall|parliament|capitol|embassy|courthouse|congress|palace|mosque|synagogue|church|school|house)|dig(?:ging)? (?:a |the |her |his )?grave|maul(?:s|ing)?|end(?:ing)? (?:a|his|her|their|another) (?:\\w+ )?li(?:fe|ves)|(?:drive|driving|ram|ramming|plough|plow) (?:\\w+ ){0,4}into (?:a |an |the |some )?(?:\\w+ )?(?:crowd|people|market|parade|protest\\w*|demonstration|queue|school)|(?:drop|dropping|throw|throwing|hurl) (?:\\w+ ){0,4}(?:onto|at|on) (?:passing |moving )?(?:cars|people|traffic|trains|pedestrians)|skin(?:ning)? (?:\\w+ ){0,6}alive|school shootings?|terror(?:ist)? (?:attack|act|cell|group|plot)s?|terrorism|suicide bomb\\w*|genocide|ethnic cleansing|hitm[ae]n|hit ?m[ae]n|contract killer|hire (?:a |an )?(?:killer|assassin)|honou?r killings?|acid attacks?|vigilante|dismember\\w*|human sacrifice|cannibal\\w*|perfect murder|perfect crime|poison(?:ing)? (?:a |an |the )?(?:water supply|reservoir|food supply|food|drink|crowd)|run(?:ning)? over (?:a |an |the |my |some )?(?:person|people|pedestrians?|\\w+ crowd|crowd)|(?:set|light) (?:\\w+ ){0,3}(?:house|home|building|car|school|church|hotel|store|shop|office|forest|person|people|someone|man|woman|neighbou?r|him|her|them|hair|bed|apartment|dog|cat|mosque|synagogue|crowd) on fire|arson\\w*|burn down|lynch(?:ing)? (?:a|an|some)|jihad|concentration camps?|war crimes?|ethnic violence|child soldiers?|dog ?fight(?:s|ing)?|cock ?fight(?:s|ing)?|animal cruelty|poach(?:ing)? (?:animals?|elephants?|rhinos?|ivory|wildlife)|beat(?:ing)? up|physically (?:harm|hurt|abuse|attack)|injur(?:e|ing) (?:' +
      PEOPLE +
      ')|hurt(?:ing)? (?:' +
      PEOPLE +
      ')|harm(?:ing)? (?:' +
      PEOPLE +
      ')|domestic (?:violence|abuse)|incit\\w+ (?:\\w+ ){0,3}(?:violence|riots?|hatred|hate|terror|panic|war|rebellion)|start(?:ing)? a (?:war|race war|civil war)|coup(?=$| (?:in|against|on|at|to|with|without|by|and|attempt))|overthrow\\w* (?:\\w+ ){0,3}(?:government|state|regime|president|democracy|republic|parliament|congress|monarchy|minister|leader|country|nation)|riot(?=$| (?:in|at|against|on|during|near|outside|after|to|and|with|without))|sabotag\\w+|derail\\w* (?:a |the )?trains?|vandali[sz]\\w*|crucif\\w+|waterboard\\w*|(?:fire|firing|shoot|shooting) (?:at|on|upon|into) (?:a |the )?(?:crowd|people|person|police|civilians?)',
  ),
  topic(
    'self-harm',
    'means',
    '(?:kill|killing|hang|hanging|cut|cutting|harm|harming|hurt|hurting|starve|starving|drown|shoot|poison|strangle|suffocate|injure|burn|stab|electrocute|gas)(?:ing)? (?:myself|yourself|oneself|themselves|himself|herself)',
    'commit(?:ting)? suicide|(?:die|dying|death) (?:by|of|through) suicide|suicide (?:methods?|notes?|pacts?|letters?|plans?)|self[- ]?harm\\w*|end(?:ing)? my (?:own )?life|take my own life|painless(?:ly)? (?:way to )?(?:die|death|suicide|kill)|die painless\\w*|pro-?ana|thinspo|overdos(?:e|ing)|lethal dos(?:e|age)|slit(?:ting)? (?:my |your )?wrists?|starv(?:e|ing) myself|anorexi[ac]\\w*|bulimi\\w*|purg(?:e|ing) after',
  ),
  topic(
    'hate and harassment',
    'crime',
    "racist|sexist|homophobic|transphobic|anti-?semiti\\w+|islamophob\\w+|xenophob\\w+|misogyn\\w+|white suprem\\w+|white power|neo-?nazis?|nazi propaganda|hate (?:speech|group|crime)s?|slurs?|holocaust (?:denial|never|hoax|didn't)|subhuman|master race|supremac\\w+|ku klux klan|racial superiority",
    String.raw`(?:bully|bullying|cyber-?bully\w*|harass\w*|stalk\w*|dox\w*|humiliat\w+|threaten\w*|gaslight\w*|terrori[sz]\w+|degrad\w+|demean\w*|coerc\w+|spy(?:ing)? on|ostraci[sz]\w+|discriminat\w+ against|brainwash\w*|dehumani[sz]\w+|abus\w+|exploit\w*|kidnap\w*|abduct\w*|enslav\w*|imprison\w*|radicali[sz]\w+|indoctrinat\w+|slander\w*|defam\w+|assault\w*|sabotag\w+) (?:against |to |of |into |on |at |for )?(?:vulnerable |innocent |unsuspecting |young |underage |elderly |random |minority |certain |marginali[sz]ed |political |immigrant |gullible |disabled |transgender |gay |muslim |jewish |black |female |desperate )*(?:${PEOPLE}|individuals?|groups?|minorit\w+|public|immigrants?|muslims?|jews?|refugees?|opponents?|politicians?|journalists?|celebrit\w+|public opinion|followers|masses|population|him|her|them|activists?|dissidents?|witness\w*|teens?|teenagers?|adults?|persons?|hostages?|rivals?|competitors?|critics?)`,
    `(?:frame|framing) (?:${PEOPLE}|him|her|them) (?:for|as)`,
    String.raw`${TEASING} (?:against |to |of |into |on |at |for )?(?:\w+ ){0,2}${EXPOSED} (?:\w+ )?(?:${PEOPLE}|individuals?|groups?|immigrants?|muslims?|jews?|refugees?|teens?|teenagers?|adults?|persons?)|(?:manipulat\w+|deceiv\w+|trick\w*|rob\w*|intimidat\w+|recruit\w*|impersonat\w+) (?:the )?(?:public|voters|victims?|masses|population|witness\w*|minors|strangers|politicians?|police|journalists?|elderly|seniors|minorit\w+|immigrants?|muslims?|jews?|refugees?|public opinion)(?! (?:into )?(?:eat|brush|sleep))`,
    'incit\\w+|radicali[sz]\\w+|recruit\\w* (?:\\w+ ){0,3}(?:for|into|to) (?:a |an |the |my |our |join )*(?:terror\\w*|extremis\\w*|gangs?|cults?|militias?|cartels?|traffick\\w+)|extremis[tm]\\w*|propaganda|misinformation|disinformation|conspiracy theor\\w+|(?:spread|publish|post|shar)\\w* (?:\\w+ ){0,3}fake news|rumou?rs? about|smear campaign|ruin (?:\\w+ ){0,3}(?:reputation|life|career)|threatening (?:letter|message|email|note)s?|death threats?|ransom(?: note)?|kidnapp\\w*|abduct\\w*|stalking|voyeur\\w*|hidden camera|tracking device',
  ),
  topic(
    'crime against others',
    'crime',
    String.raw`(?:steal|stealing|steals) (?:\w+ ){0,4}(?:information|data|secrets?|merchandise|goods|valuables|money|cash|cars?|jewel\w*|wallets?|credentials|converters?|artwork|passwords?)|(?:steal|stealing|steals) from`,
    String.raw`(?:hack|hacking|hacks|crack|cracking|break|breaking) into (?:\w+ ){0,4}(?:systems?|cars?|drones?|agency|agencies|company|networks?|servers?|atms?)|(?:exploit|exploits|exploiting) (?:\w+ ){0,3}vulnerabilit\w+|bypass(?:ing)? (?:\w+ ){0,4}(?:security|authentication|verification|checkpoints?|alarms?|locks?)|infiltrat\w+ (?:\w+ ){0,3}(?:facility|facilities|agency|government|base)|someone else's (?:\w+ ){0,2}accounts?`,
    String.raw`(?:harass\w*|bully\w*) and (?:harass\w*|bully\w*)|cyber-?bull\w+|cyber-?stalk\w*|(?:spread|spreading|post|posting) (?:\w+ ){0,2}(?:lies|rumou?rs|false information)|false (?:allegations|accusations)|damag\w+ (?:\w+ ){0,2}reputation|(?:promote|promotes|promoting|incite|spread|spreading|encourage|encourages|glorif\w+) (?:\w+ ){0,3}(?:hate|hatred|racism|bigotry|violence|terroris\w+|bullying|harassment|discrimination)|join (?:a |an )?(?:terrorist|extremist|neo|hate)`,
    String.raw`(?:take|taking) out (?:a |the )?witness\w*|(?:waste|wasting|whack|whacking|ice) (?:someone|somebody|my (?:neighbou?r|ex|boss|wife|husband|rival)|him|her|a (?:witness|guy|snitch))|(?:make|making|brew|brewing|buy|create) (?:a |an |some |\w+ )?poisons?(?! ivy)|dissect\w* (?:a |an )?(?:live |living )?(?:human|person|people)|listening devices?|pick(?:ing)? pockets?|pickpocketing|broke in(?=$| )|after a break-?in|(?:car|house|home|office) explode|smuggl\w+ (?:contraband|migrants|immigrants|goods|diamonds|animals|cigarettes)|illegally|unlawfully|(?:evad\w+|dodg\w+) (?:paying )?(?:\w+ )?tax(?:es)?|cause (?:physical )?harm to|child(?:ren)? disappear|traffic(?:king)? victims|human experimentation`,
  ),
  topic(
    'deception and evasion',
    'dark',
    "illegal(?:ly)?|illicit|unlawful(?:ly)?|undetected|undetectabl[ey]|untraceabl[ey]|covert(?:ly)?|stolen|unsuspecting|vulnerable (?:people|individuals|users|person|populations?)|victims?|malicious\\w*|unethical\\w*|hostage|leaving (?:a |any |external )*(?:trace|mark|evidence)s?|without a trace|dark ?web|bypass\\w*|evad\\w+|deceitful\\w*|deceptive\\w*|deceiv\\w+|misleading|cruel\\w*|sadistic|sabotage|confidential|undisclosed|unauthori[sz]ed|nudes?|naked|porn\\w*|explicit sexual\\w*|erotic\\w*|brutal|gruesome|viciously|revenge|lies about|false (?:information|allegations|accusations|rumou?rs)|hatred|hate|bully\\w*|cyber-?bull\\w*|cyber-?stalk\\w*|defam\\w+|(?:cause|causing|induce|trigger|fake) (?:a|an|someone|somebody|people|chaos|panic|harm|pain|damage|mass|widespread)|unfairly|gather personal|pass (?:it|them) off|physical harm|biological warfare|chemical warfare|someone'?s? (?:reputation|behaviou?r|beliefs|feelings)|get away|oppress\\w*|persecut\\w*|glorif\\w*|pirated|insults?|insulting|vulgar|mean names|steal\\w*",
  ),
  topic(
    'an everyday word with a bad sense',
    'dark',
    `(?:make|cook|grow|sell|buy|hide|get|find|score|obtain|inject|smoke|take|purchase|order|transport|import|market|brew|acquire)(?:ing)? ${FILLERS}${MIXED_DRUGS}`,
    String.raw`(?:get|gain|log|access|break|disabl\w+|hack|crack|bypass)(?:ing)? (?:[\w']+ ){0,5}${DEVICES}`,
    String.raw`${TEASING} (?:against |to |of |into |on |at |for )?(?:\w+ ){0,2}(?:${PEOPLE}|individuals?|groups?|minorit\w+|public|opponents?|politicians?|journalists?|celebrit\w+|followers|him|her|them|activists?|dissidents?|teens?|teenagers?|adults?|hostages?|rivals?|competitors?|critics?)`,
    'launder\\w*|forg(?:e|ed|ing)|cheat(?:ing)? on|brib(?:e\\w*|ing)|fake (?:news|money|tickets?|ids?|documents?|accounts?|reviews?|checks?)|riots?|coups?|overthrow\\w*|spik\\w+ (?:\\w+ ){0,2}drinks?',
  ),
  topic(
    'a delicate subject',
    'delicate',
    'discreetly|secretly|sneak(?:ily|y)?|harmful|dangerous(?:ly)?|offensive|corrupt|suspicio\\w+|classified|sexually|sex|sexual|gore|graphic(?:ally)? (?:detail|descri\\w+|violen\\w+)|threat(?:s|en\\w*)?|manipulat\\w+|lethal|deadly|fatal|toxic(?:ity)?|violence|violent(?:ly)?|crime|crimes|criminal|abusive|hateful|injur\\w+|pain(?:ful)?|painless\\w*|damage|weird|nazis?|dick|ass|bitch|kids?|child(?:ren)?|girlfriend|ex',
  ),
]

/** A subject together with where its first word stands. */
export interface FoundTopic extends HarmTopic {
  readonly at: number
}

/**
 * The harmful subjects a sentence touches; at most one entry per category.
 * @param words its folded words, without those read in a harmless sense
 * @param folded all of it, where no sense has been left out
 */
export function findTopics(words: string, folded = words): readonly FoundTopic[] {
  return RULES.map(({ category, severity, pattern }) => {
    const at = words.search(pattern)
    const isBomb = at === -1 && category === 'weapons'
    return { category, severity, at: isBomb ? folded.search(NAMED_BOMB) : at }
  }).filter(({ at }) => at !== -1)
}
