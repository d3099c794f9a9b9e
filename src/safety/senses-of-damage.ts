import { entry, sense } from './sense-entry.ts'

/** Words for breaking and ruining, with what else they mean. */
export const DAMAGE = [
  entry(
    'destroy',
    'wreck or ruin',
    [
      sense(
        'beat by far',
        'games',
        'goal game sport',
        '~ * at chess|~ * in chess|~ the competition|~ the final boss|~ opponent|~ * opponent',
      ),
      sense(
        'delete or make unreadable',
        'computing',
        'software document device media',
        '~ object|~ session|~ in terraform|terraform ~|~ hard drive|~ old hard|~ documents|shred and ~',
      ),
      sense('get rid of', 'everyday', 'abstract germ plant pest food household business'),
    ],
    'destruction destroyer destructor',
  ),
  entry(
    'demolish',
    'tear down',
    [
      sense(
        'take down a structure one owns',
        'building work',
        'household',
        '~ shed|~ my shed|~ a shed|~ my old|~ an old|~ a wall|~ interior wall|~ permit|~ contractor|~ derby|~ deck|~ garage|~ a bathroom|~ a kitchen',
      ),
      sense('beat or finish off', 'figurative', 'food goal abstract game business performance'),
    ],
    'demolition',
  ),
  entry(
    'annihilate',
    'destroy wholly',
    [
      sense(
        'beat by far or finish off',
        'figurative',
        'food goal abstract game business germ pest plant sport',
        'electron ~|positron ~|~ operator|particle ~',
      ),
    ],
    'annihilation',
  ),
  entry('obliterate', 'destroy wholly', [
    sense(
      'get rid of, or beat by far',
      'figurative',
      'food goal abstract game business germ pest plant household sport',
    ),
  ]),
  entry('smash', 'break with force', [
    sense(
      'succeed at',
      'figurative',
      'goal business abstract performance',
      '~ it|~ the goal|~ my goals|~ hit|~ the glass ceiling|~ burger|~ burgers|~ the like|~ like button|~ the stack|~ potatoes|super ~|~ bros|~ ultimate|~ or pass|~ cut|~ cake|~ room|~ mouth',
    ),
    sense('hit hard in sport', 'sport', 'sport', '~ in badminton|overhead ~|~ in tennis|~ shot'),
    sense('crush food or a thing', 'cooking', 'food household'),
    sense('destroy inside a game or story', 'fiction', 'game'),
  ]),
  entry('crush', 'press to pieces', [
    sense(
      'succeed at',
      'figurative',
      'goal abstract business performance',
      '~ it|~ my workout|~ the competition|~ the interview|candy ~',
    ),
    sense(
      'be in love',
      'romance',
      '',
      'a ~|my ~|her ~|his ~|celebrity ~|~ on|your ~|have a ~|has a ~|ask * ~|ex ~|work ~|secret ~',
    ),
    sense(
      'break up food or material',
      'cooking',
      'food plant household device',
      'garlic ~|~ ice|~ velvet|~ grapes|~ garlic|~ red pepper|~ cans|can ~|bit ~|~ aluminum|~ pill|~ pills|rock ~|stone ~',
    ),
    sense('get rid of', 'household', 'pest germ'),
    sense('defeat inside a game or story', 'fiction', 'game'),
  ]),
  entry(
    'crack',
    'break into',
    [
      sense(
        'open by breaking',
        'cooking',
        'food household',
        '~ egg|~ eggs|~ an egg|~ nuts|nut ~|~ open a|~ a coconut|~ pepper|~ corn|~ a crab|~ crab legs|~ an egg with|~ a window|~ the window|~ a beer',
      ),
      sense(
        'a line where something broke',
        'repair',
        '',
        '~ in|~ screen|~ wall|~ walls|~ windshield|~ phone|~ heels|~ lips|~ skin|~ concrete|~ foundation|~ tile|fix a ~|repair a ~|~ in my|fill ~|~ tooth|~ heel|fill a ~|~ ceiling',
      ),
      sense(
        'make a joke or a sound',
        'figurative',
        'performance body',
        '~ a joke|~ jokes|~ up|wise ~|~ knuckles|~ my knuckles|~ my back|~ your back|~ my neck|~ neck|~ voice|voice ~|~ a smile|~ a whip|~ the whip|~ back|~ of dawn|~ toes',
      ),
      sense(
        'solve',
        'figurative',
        'goal abstract',
        '~ the code to|~ the case|~ the interview|~ the coding interview|~ the sat|~ the gre|~ an interview|~ an exam|~ the exam|~ the jee|~ a riddle|~ a puzzle|~ the puzzle|~ a cipher|~ a cryptogram|~ crossword|~ the enigma|~ enigma|~ a rubik|~ the da vinci|~ the top 10|~ caesar|~ a case interview|fire ~|~ the market',
      ),
      sense('a snack or shop name', 'food', '', '~ barrel|graham ~|saltine ~|~ crust|~ jack|~ seasoning'),
    ],
    'cracked cracker crackers',
  ),
  entry(
    'break',
    'force a way into, or injure',
    [
      sense(
        'stop or rest',
        'everyday',
        '',
        '~ a habit|~ * habit|~ the habit|spring ~|coffee ~|lunch ~|take a ~|~ from|tea ~|~ even|~ * bad habit|~ up with|~ fast|~ bad habits|tax ~|~ bad|commercial ~',
      ),
      sense(
        'get past a difficulty',
        'figurative',
        'abstract goal',
        '~ the ice|~ ice|~ into the * industry|~ into acting|~ into tech|~ into * industry|~ into the music|~ into publishing|~ into modeling|~ into data|~ into cyber|~ into the|~ into a career|~ into product|~ into finance|~ into song|~ a leg|~ the bank|~ a record|~ the record|~ news|~ the news|~ the silence|~ the mold|~ the fourth wall|~ a sweat|~ the cycle|~ free',
      ),
      sense(
        'divide',
        'everyday',
        'food software document',
        '~ down|~ into smaller|~ into steps|page ~|line ~|~ point|~ statement|~ change|~ out of|~ dance|~ in|~ a large|~ bread|~ the loop|~ * loop|~ * task',
      ),
      sense('damage a thing', 'repair', 'device household vehicle'),
    ],
    'broke broken breaking',
  ),
  entry(
    'cut',
    'wound with a blade',
    [
      sense(
        'divide or trim',
        'everyday',
        'food household plant document media abstract business money contract software goal sport',
        '~ hair|hair ~|~ my hair|~ bangs|~ weight|~ calories|~ carbs|paper ~|~ corners|~ costs|~ the rope|~ and paste|~ a cake|~ grass|~ glass|~ off date|~ off jeans|~ board|~ a mango|~ an onion|clear ~|short ~|final ~|~ scene|~ scenes|jump ~|~ onions|~ back on|~ down on|~ out|~ to the chase|~ ties|~ cord|~ drywall|~ cigar|tax ~|price ~|~ tree|cost ~|director ~|~ flowers|~ nails|~ fringe|crew ~|bob ~|~ of meat|~ of beef|~ the crust|~ a rug|budget ~|bowl ~|~ and color',
      ),
      sense(
        'a small wound to care for',
        'health',
        '',
        '~ on my|heal a ~|treat a ~|clean a ~|deep ~|infected ~|~ from a|~ finger|~ my finger|~ on|small ~',
      ),
    ],
    'cutting cuts',
  ),
  entry('trap', 'catch and hold', [
    sense('music style', 'music', '', '~ music|~ beat|~ beats|~ house|~ drum|~ hi hats|~ drums|~ song'),
    sense(
      'catch pests',
      'pest control',
      'pest animal',
      'mouse ~|rat ~|fly ~|flea ~|ant ~|wasp ~|mosquito ~|fruit fly ~|roach ~|venus fly ~|crab ~|lobster ~|rodent ~|bug ~',
    ),
    sense(
      'a mistake one falls into, or part of a device',
      'figurative',
      'software abstract sport',
      'speed ~|sand ~|thirst ~|p ~|sink ~|tourist ~|booby ~ trivia|debt ~|heat ~|~ card|~ door|poverty ~|grease ~|steam ~|parent ~|~ signal|~ bar|hex bar|~ exercise|~ muscle|~ muscles|~ workout|lint ~|bear ~ prop|value ~|honey ~ plot|offside ~|~ in chess|~ shooting',
    ),
    sense('catch inside a game', 'games', 'game'),
  ]),
  entry('dump', 'throw away illegally', [
    sense(
      'write out data',
      'computing',
      'software',
      'heap ~|core ~|memory ~|~ database|mysql ~|~ file|thread ~|stack ~|brain ~|~ truck|crash ~|data ~|json ~|~ json|pg ~|~ table|info ~|hex ~|photo ~',
    ),
    sense(
      'end a love affair',
      'romance',
      'person',
      '~ boyfriend|~ girlfriend|~ my boyfriend|~ my girlfriend|got ~|get ~|was ~|being ~|~ my boyfriend|~ me|~ * nicely|~ * gently',
    ),
    sense(
      'throw away or pour out',
      'everyday',
      'household food business',
      '~ cake|~ ling|city ~|town ~|~ dinner|~ run|~ fee|~ trash|~ and go|crockpot ~|~ and start|water ~',
    ),
  ]),
  entry(
    'drop',
    'let fall',
    [
      sense(
        'delete',
        'computing',
        'software document',
        '~ table|~ column|~ database|~ down|~ shadow|~ index|~ box|~ duplicates|drag and ~|~ rows|~ schema|~ na|packet ~|~ packets|air ~',
      ),
      sense(
        'fall or let fall',
        'everyday',
        'household food device goal sport abstract business money person message performance',
        '~ off|~ by|~ out|~ the ball|~ a class|~ class|~ weight|~ ship|~ shipping|~ the beat|~ a beat|beat ~|bass ~|~ the bass|~ the mic|mic ~|cough ~|eye ~|rain ~|~ a hint|~ a ring|gum ~|name ~|~ the mic|~ an album|tear ~|~ earrings|price ~|~ a song|~ tuning|~ d|~ shot|~ in|~ cloth|~ cookies|~ kick|~ the subject|~ anchor|temperature ~',
      ),
    ],
    'dropped dropping',
  ),
  entry('crash', 'wreck', [
    sense(
      'stop working',
      'computing',
      '',
      '~ report|~ log|~ loop|keeps ~|app ~|game ~|~ dump|~ to desktop|computer ~|is ~|my * ~|kernel ~|~ on startup',
    ),
    sense(
      'fall in prices',
      'finance',
      'business',
      'stock market ~|market ~|~ of 1929|housing ~|~ of 2008|crypto ~|wall street ~',
    ),
    sense(
      'sleep, join or learn quickly',
      'everyday',
      'household goal',
      '~ course|~ on couch|~ on the couch|~ on a friend|~ diet|~ at|~ a wedding|~ a party|~ bandicoot|wedding ~|sugar ~|caffeine ~|~ test|~ cymbal|~ a wedding|~ on * couch',
    ),
  ]),
  entry(
    'rip',
    'tear apart',
    [
      sense(
        'copy to a file',
        'computing',
        'media software',
        '~ a cd|~ cds|~ a dvd|~ dvds|~ cd|~ blu ray|~ vinyl|cd ~',
      ),
      sense(
        'tear a thing',
        'household',
        'household document food',
        '~ jeans|~ off the band|~ current|~ tide|~ van winkle|~ tide|~ seams|seam ~|let it ~|~ a phone book|get ~|get * ~',
      ),
    ],
    'ripped ripping',
  ),
]
