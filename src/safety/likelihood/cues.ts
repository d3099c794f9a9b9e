/**
 * Turns of phrase that colour what is asked without naming it, as patterns over folded text: how it is to look, who is
 * not to know, whom it is done to, what it is for. Their weights are fitted.
 */
export const CUES: readonly RegExp[] = [
  // Nobody is to know.
  /\bwithout (?:\w+ ){0,3}?(?:knowing|noticing|know|notice|seeing|being (?:caught|seen|noticed|detected|found|spotted|stopped)|getting (?:caught|found)|(?:a )?traces?|anyone|anybody|telling|asking|permission|consent|papers|proof)\b|\b(?:unseen|unnoticed|undetected|untraceable|in secret|secretly|on the quiet|off the books|behind (?:his|her|their|my|our) backs?)\b/,
  // It is to pass for something else, or to leave no proof.
  /\b(?:looks?|seems?|appears?|pass(?:es)?|sounds?|taken) (?:like|as if|as though|for|as) (?:an? )?(?:\w+ )?(?:accidents?|suicide|natural|fall|theft|mistake|illness|old age|stress|heart|real|genuine|self-defen[cs]e|wear)\b|\b(?:so|so that|such that) (?:no ?one|nobody|it (?:looks|seems|passes)|he|she|they|we|i|police|inspectors?|doctors?)\b|\bno ?(?:one|body) (?:can|could|will|would|ever|asks?|finds?|knows?|notices?|sees?|hears?|suspects?|wonders?)\b/,
  // Past those who keep watch.
  /\b(?:past|through|around|by|from|fool|trick|bribe|avoid|dodge|beat|evade|escape) (?:the |a |an |any |our |his |her )?(?:\w+ )?(?:customs|border|security|guards?|police|cops?|alarms?|cameras?|scanners?|inspectors?|auditors?|regulators?|detectors?|doping|drug tests?|sniffer dogs?|controls?|checks?|authorities|court)\b|\bget(?:s|ting)? away with\b|\b(?:caught|found out|on to me)\b/,
  // Done to him or to her.
  /\b(?:kill|hurt|harm|make|get|force|trick|lure|drug|follow|find|stop|keep|lock|scare|hit|push|leave|ruin|shut|punish|break|tie|silence|frame|fool|watch|track|poison|beat) (?:him|her|them|he|she)\b|\bmy ex(?:'s|-\w+)?\b/,
  // Somebody is made to do or give something.
  /\b(?:get|make|talk|trick|force|pressure|convince|scare|frighten|lure|pay|press|drive|push) (?:(?:my|his|her|their|the|an?|some|every|old|young|lonely) )*(?:\w+ )?(?:people|someone|somebody|him|her|them|girls?|boys?|kids?|child(?:ren)?|women|woman|wom[ae]n|pensioners?|widow(?:er)?s?|voters?|tenants?|employees?|staff|grand\w+|customers?|seniors|students?|strangers?|wife|husband|neighbou?rs?|nurse|boss) (?:to|into|out of|so|do|give|hand|sign|pay|think|believe|quit|leave|send)\b/,
  // In another's name, or invented.
  /\b(?:in (?:another|someone else's|his|her|their) name|as if i were|made[- ]up|invented|planted|does not exist|do not exist|nobody cast|never (?:worked|bought|paid|happened)|sham|bogus|knock-?offs?|rigg?(?:ed|ing)?)\b/,
  // What belongs to others.
  /\b(?:someone else's|somebody's|strangers?'s?|(?:my|the|our|a) (?:\w+ )?(?:neighbou?r|boss|manager|ex|wife|husband|girlfriend|boyfriend|colleague|coworker|roommate|flatmate|teacher|landlord|landlady|grandmother|grandfather|rival|tenant|classmate|employee|customer|sister|brother|mother|father|uncle|aunt|cousin|daughter|son|friend|partner|stranger|competitor)(?:'s|s'))\b/,
  // A quantity that does harm.
  /\bhow (?:much|many|long|hard|high|deep)\b.{0,60}\b(?:kills?|dies?|dead|deadly|lethal|fatal|stops? (?:a|the|his|her)|not wake|unconscious|breath\w*|hurts?)\b|\b(?:deadly|lethal|fatal|enough to)\b/,
  // To ward off, to mend, within the law, with kindness.
  /\b(?:safely|humanely|kindly|politely|gently|fairly|respectfully|legally|lawful\w*|by the rules|within the law|without (?:hurting|harming|killing|losing|damaging|a fuss)|with care|as a beginner|for beginners)\b/,
  /\bhow (?:do|can|should|does|would|could|to) (?:\w+ ){0,3}?(?:protect|prevent|stop|report|spot|notice|recogni[sz]e|detect|avoid|help|support|explain|teach|treat|survive|recover|store|clean|fix|repair|set up|take care of|get over|find out whether|tell whether|tell if|know if|react|learn)\b/,
  // What others do by trade, and what a word, a work or the past holds.
  /\bhow (?:do|does|did) (?!i\b|you\b|we\b|one\b|someone\b|somebody\b)(?:the |an? )?(?:\w+ ){1,3}?(?!i\b)\w+/,
  /\b(?:in the (?:book|books|film|films|movie|movies|show|series|novel|novels|comics?|game|games|story|stories|play)|(?:board|video|card) ?games?|on stage|for (?:a|my|our|the) (?:\w+ )?(?:party|wedding|play|class|exam|kids?|children|museum|birthday|picnic|recipe))\b/,
  /\b(?:what (?:does|did|is meant by)|meaning of|difference between|who (?:was|were|shot|killed|ordered|wrote|owns|invented)|when (?:did|was|were)|why (?:did|was|were)|what (?:happened|caused|led|was|were))\b/,
  /\b(?:my own|our own|i lost|i forgot|i found|after (?:i|my)|my old|mine)\b/,
  // A step by step, a text to use, a plan to follow.
  /\b(?:step by step|instructions?|guide|plan|teach me|tell me how|show me how|write (?:me )?(?:a|an|the) (?:script|message|letter|email|guide|post|speech|code|text)|for use|so i can|that works?)\b/,
]
