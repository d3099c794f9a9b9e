import { entry, sense } from './sense-entry.ts'

/** Words for hurting, with what else they mean. */
export const VIOLENCE = [
  entry(
    'shoot',
    'fire a weapon at',
    [
      sense(
        'take pictures',
        'photography',
        'media food',
        'photo ~|~ in raw|~ a wedding|~ portraits|~ with a canon|~ in low light|~ at night with|~ on film|~ a film|~ a movie|~ the scene|~ a scene|~ in black and white|film ~|~ a music video|video ~|~ at dawn|~ macro|~ schedule|~ location|~ locations|~ time lapse|~ b roll',
      ),
      sense(
        'throw, kick or hit at a target in sport',
        'sport',
        'sport game',
        '~ hoops|~ pool|~ a free throw|~ free throws|~ three pointers|~ from the free|~ guard|~ percentage|~ 3 pointers|~ in basketball|~ par|~ under par|~ layups|~ from half court|~ my shot|shoot your shot|~ marbles|~ craps|~ dice|trap ~|clay pigeon ~|skeet ~',
      ),
      sense(
        'send',
        'everyday',
        'message',
        '~ me an|~ you an|~ him an email|~ over an|~ her an email|~ me a|~ them an email|~ an email|~ * an email|~ * a text|~ * a message',
      ),
      sense(
        'aim, chat or try',
        'figurative',
        'abstract',
        '~ the breeze|~ for the|~ for a|~ the messenger|~ from the hip|~ questions|~ down an idea|~ * in the foot|~ yourself in the foot|~ myself in the foot|trouble ~|~ up in price|sharp ~ shoes|six ~',
      ),
      sense(
        'a bright trail or a young stem',
        'nature',
        '',
        '~ star|~ stars|bamboo ~|bean ~|pea ~|green ~|new ~|plant ~|parachute ~',
      ),
    ],
    'shooting shootings shooter shooters',
  ),
  entry(
    'shot',
    'wound or blast from a weapon',
    [
      sense(
        'a picture or camera view',
        'photography',
        '',
        'screen ~|head ~|wide ~|tracking ~|drone ~|~ list|camera ~|close up ~|long ~|money ~|overhead ~|panning ~|crane ~|establishing ~|dolly ~|perfect ~ of|product ~|~ composition|~ on iphone|screenshot',
      ),
      sense(
        'an injection',
        'health',
        '',
        'flu ~|tetanus ~|booster ~|allergy ~|rabies ~|covid ~|get my ~|puppy ~|baby ~|vaccine ~|cortisone ~|insulin ~|b12 ~|~ schedule|shingles ~|hpv ~',
      ),
      sense(
        'a small drink',
        'drinks',
        '',
        '~ of espresso|espresso ~|~ of vodka|~ of tequila|~ glass|~ glasses|jello ~|~ of whiskey|~ of rum|tequila ~|ginger ~|~ of coffee|double ~ of|wheatgrass ~',
      ),
      sense(
        'a throw or stroke in sport',
        'sport',
        '',
        'jump ~|slap ~|wrist ~|free throw ~|drop ~|chip ~|bank ~|hook ~|trick ~|~ clock|~ put|bunker ~|golf ~|three point ~|penalty ~|~ on goal|basketball ~|tee ~|set ~|flop ~|game winning ~',
      ),
      sense(
        'a try',
        'figurative',
        '',
        'give it a ~|a ~ at|best ~|my ~|take a ~ at|call the ~|big ~|cheap ~|moon ~|long ~|one ~ prompt|few ~|zero ~|mug ~|worth a ~|nerves are ~',
      ),
    ],
    'shots',
  ),
  entry(
    'stab',
    'pierce a person with a blade',
    [
      sense('try', 'figurative', '', '~ at|~ in the dark|take a ~|have a ~|back ~|~ pain|~ pains'),
      sense('pierce food', 'cooking', 'food'),
      sense('defeat inside a game or story', 'fiction', 'game'),
    ],
    'stabbed stabbing stabbings',
  ),
  entry('torture', 'cause pain to a person on purpose', [
    sense('test hard', 'engineering', 'device vehicle household goal software', '~ test|~ tests|~ testing'),
    sense(
      'play or use wildly',
      'figurative',
      'performance instrument',
      '~ me with|~ soul|~ poets department|is ~|was ~',
    ),
  ]),
  entry(
    'beat',
    'hit a person again and again',
    [
      sense('mix fast', 'cooking', 'food', '~ the batter|~ until|egg ~'),
      sense(
        'win against, or overcome',
        'games',
        'goal game abstract business sport germ',
        '~ the final|~ the game|~ the level|~ the boss|~ the high score|~ * at chess|~ * in a race|~ * at tennis|~ my dad at|~ my * at|~ * record|~ my brother at|~ my sister at|~ my friend at|~ my friends at|~ my friend in|~ the traffic|~ the heat|~ the odds|~ the market|~ the clock|~ around the bush|~ to the punch|~ jet lag|~ writer|~ * at poker|~ * at scrabble|~ * at mario kart|~ * in chess|can not ~|~ the system in|~ computer',
      ),
      sense(
        'rhythm',
        'music',
        'performance',
        '~ drop|drum ~|hip hop ~|trap ~|heart ~|~ per minute|~ maker|make a ~|make ~|produce a ~|lofi ~|off ~|~ box|rap ~|up ~|back ~|down ~|to the ~|on ~',
      ),
      sense('clean by hitting', 'household', 'household', '~ a rug|off the ~ path'),
    ],
    'beaten beating',
  ),
  entry('punch', 'hit a person with the fist', [
    sense('a drink', 'drinks', '', 'fruit ~|rum ~|party ~|~ bowl|~ recipe|holiday ~|tropical ~'),
    sense(
      'press or pierce',
      'household',
      'household document software',
      '~ hole|hole ~|~ in|~ out|~ card|~ cards|~ a hole|~ holes|~ line|~ lines|leather ~|~ needle|needle ~|~ a clock|~ above|~ up|sucker ~ plot',
    ),
    sense('strike in training', 'sport', 'sport food', '~ bag|~ down the dough|~ in boxing|~ combination'),
    sense('defeat inside a game or story', 'fiction', 'game'),
  ]),
  entry(
    'hit',
    'strike, or kill for pay',
    [
      sense(
        'a success',
        'music',
        '',
        'greatest ~|~ song|~ songs|~ single|summer ~|one ~ wonder|number one ~|smash ~|~ show|~ movie|~ record|big ~|top ~|biggest ~|radio ~',
      ),
      sense(
        'reach or come upon',
        'figurative',
        'goal abstract business',
        '~ on the|~ on a solution|~ the nail|~ the road|~ the hay|~ the sack|~ the gym|~ the books|~ the beach|~ the slopes|~ the jackpot|~ the ground running|~ the high note|~ high notes|~ a plateau|~ my goals|~ a milestone|~ my macros|~ the target|~ the mark|~ it off|~ the brakes|~ the snooze|~ the button|~ puberty|~ save|~ enter|~ the dance floor|~ send|~ rate|~ points|cache ~|~ up|~ the spot|~ a wall|~ the wall',
      ),
      sense(
        'strike a ball or instrument',
        'sport',
        'sport performance instrument',
        '~ a home run|~ the ball|~ a golf ball|~ a backhand|~ a driver|~ harder in|base ~|pinch ~|~ a fastball|~ a serve|~ a tennis',
      ),
      sense('a visit or result', 'computing', 'software'),
      sense('defeat inside a game or story', 'fiction', 'game'),
      sense('strike a thing', 'household', 'household'),
    ],
    'hitting hits',
  ),
  entry(
    'strike',
    'hit with force',
    [
      sense(
        'knock all pins down, or miss a pitch',
        'sport',
        'sport',
        '~ in bowling|bowling ~|~ zone|~ out|three ~|throw a ~|get a ~|~ outs|bowl a ~|throw ~',
      ),
      sense(
        'stop work in protest',
        'work',
        '',
        'on ~|go on ~|labor ~|labour ~|writers ~|teachers ~|rail ~|general ~|~ action|hunger ~|~ fund|unions ~|school ~|climate ~|actors ~|sag ~',
      ),
      sense('light', 'household', 'household'),
      sense(
        'reach, take or come upon',
        'figurative',
        'abstract contract performance business',
        '~ up|~ a pose|~ a balance|~ a chord|~ a deal|~ gold|~ oil|~ it rich|~ a conversation|~ the right|~ fear in|~ through|~ price|lightning ~|~ me as|~ a bargain',
      ),
      sense('defeat inside a game or story', 'fiction', 'game', 'counter ~|~ force'),
    ],
    'struck striking strikes striker',
  ),
  entry('attack', 'use violence against', [
    sense(
      'a sudden illness or feeling',
      'health',
      '',
      'heart ~|panic ~|asthma ~|anxiety ~|gout ~|migraine ~|gallbladder ~|~ of nerves|hay fever ~|ischemic ~|~ of the',
    ),
    sense(
      'move against in a game or sport',
      'games',
      'game sport goal',
      '~ in chess|~ the king|~ on the flank|~ formation|fried liver ~|~ move|~ stat|~ damage|~ speed|~ on titan|~ style of play|midfielder ~|~ midfielder|~ the basket|~ the net|~ type|counter ~ in',
    ),
    sense(
      'begin on with energy',
      'figurative',
      'abstract document food plant',
      '~ the problem|~ my to do|~ my homework|~ plan of|~ a to do|~ ad|~ ads|~ essay|snack ~|~ the buffet',
    ),
    sense(
      'how the immune system or a germ acts',
      'health',
      'germ body',
      'autoimmune ~|immune system ~|~ the immune|virus ~|~ the body',
    ),
    sense('get rid of pests or weeds', 'pest control', 'pest plant'),
  ]),
  entry('assault', 'violence against a person', [
    sense('take on with energy', 'figurative', 'abstract goal food', '~ course|~ on the senses|~ on|~ bike'),
    sense('attack inside a game or story', 'fiction', 'game'),
  ]),
  entry('abuse', 'treat a person cruelly', [
    sense(
      'test or use too hard',
      'engineering',
      'device vehicle household software',
      '~ test|~ tests|~ testing|~ of notation|~ notation',
    ),
  ]),
  entry(
    'bleed',
    'lose blood',
    [
      sense(
        'let air out of a line',
        'repair',
        'device vehicle household',
        '~ brakes|~ brake lines|~ the brakes|~ a radiator|~ radiators|~ valve|~ the air|~ clutch',
      ),
      sense(
        'colours or prints that run',
        'printing',
        'document media',
        '~ area|full ~|print ~|color ~|colour ~|ink ~|~ in laundry|~ through|~ margin|~ edge|ink from ~|colors from ~|~ and trim',
      ),
      sense(
        'a medical sign',
        'health',
        '',
        'nose ~|stop ~|gums ~|gum ~|stop the ~|internal ~|period ~|implantation ~|~ heart plant|~ heart|~ gums|~ cut',
      ),
      sense('defeat inside a game or story', 'fiction', 'game'),
    ],
    'bled bleeding nosebleed nosebleeds',
  ),
  entry('hunt', 'pursue to kill', [
    sense(
      'search for',
      'everyday',
      'household',
      'job ~|house ~|apartment ~|treasure ~|scavenger ~|easter egg ~|egg ~|bargain ~|~ for a job|~ for an apartment|~ for bargains|~ for antiques|~ for mushrooms|~ for truffles|~ for fossils|~ for treasure|~ for|head ~|ghost ~|bug ~|mushroom ~|threat ~|flat ~|good will ~|snipe ~',
    ),
    sense('defeat inside a game', 'games', 'game', 'monster ~|~ showdown|duck ~|~ in red dead'),
    sense(
      'take wild animals under a licence',
      'outdoors',
      'animal',
      '~ season|~ license|~ licence|~ dog|~ dogs',
    ),
  ]),
]
