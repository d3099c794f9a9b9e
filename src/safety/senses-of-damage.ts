import { entry, sense } from './sense-entry.ts'

/** Words for breaking, burning, blasting and ruining, with what else they mean. */
export const DAMAGE = [
  entry(
    'blow',
    'destroy with explosives',
    [
      sense(
        'fill with air',
        'household',
        '',
        '~ up balloon|~ up balloons|~ up * balloon|~ up * balloons|~ up * * balloon|~ up air mattress|~ up * mattress|~ up pool|~ up * raft|~ up tire|~ up beach ball|~ up inflatable|~ up an inflatable|~ up * ball|~ up * tire',
      ),
      sense(
        'make larger',
        'photography',
        '',
        '~ up photo|~ up * photo|~ up picture|~ up image|~ up photos|~ up pictures|~ up * picture|~ up * image|~ up photograph|~ up * photograph|~ up map|~ up a map|~ up screenshot',
      ),
      sense(
        'become popular',
        'figurative',
        '',
        '~ up on social|~ up on tiktok|~ up on instagram|~ up on youtube|~ up my instagram|~ up my social|~ up my channel|~ up online|~ up my phone|~ up overnight|~ up phone',
      ),
      sense(
        'move air',
        'everyday',
        '',
        '~ out candle|~ out candles|~ out * candles|~ dry|~ bubbles|~ a bubble|~ glass|glass ~|~ nose|~ a kiss|~ kisses|~ whistle|~ on dice|~ smoke rings|~ out hair|leaf ~|snow ~|~ dryer|~ torch|~ leaves|~ hair',
      ),
      sense(
        'surprise or impress',
        'figurative',
        '',
        '~ mind|~ minds|mind ~|~ away|~ * away|~ off steam|~ whistle on|~ the whistle|whistle ~|~ * mind|~ * socks|~ it|~ the interview|~ the roof|~ the budget|~ budget',
      ),
      sense(
        'fail under load',
        'repair',
        '',
        '~ fuse|~ a fuse|~ a gasket|~ head gasket|~ tire|~ speaker|~ speakers|fuse ~|~ engine',
      ),
      sense(
        'destroy inside a game or story',
        'fiction',
        'game',
        '~ up death star|~ up * in minecraft|~ up creeper',
      ),
    ],
    'blew blown blowing blower',
  ),
  entry(
    'bomb',
    'an explosive weapon',
    [
      sense(
        'fail badly',
        'slang',
        'goal performance',
        '~ a test|~ the test|~ an exam|~ an interview|~ my interview|~ on stage|~ a presentation|~ at the box office|box office ~|~ my exam|~ * exam|~ * test|~ * interview|~ the audition',
      ),
      sense(
        'something very good or surprising',
        'slang',
        '',
        'the ~|truth ~|f ~|love ~|dad ~|bomb shell|photo ~|zoom ~|~ ass|da ~|glitter ~|stink ~|logic ~ in|seed ~|seed ~|cherry ~ firework|~ pop|smoke ~ photography|yarn ~|cost a ~',
      ),
      sense(
        'a bath, drink or dish',
        'household',
        'food',
        'bath ~|shower ~|jager ~|jäger ~|chocolate ~|cocoa ~|hot chocolate ~|fat ~|keto ~|matcha ~|water ~|toilet ~|bug ~|flea ~|~ calorimeter|calorie ~|cheese ~',
      ),
      sense(
        'part of a game or story',
        'games',
        'game',
        'bob omb|~ in zelda|~ in minesweeper|~ in counter strike|~ in bomberman|spike ~|~ card',
      ),
      sense(
        'finding or escaping explosives',
        'public safety',
        '',
        '~ squad|~ shelter|~ disposal|~ threat policy|~ detection|~ sniffing|~ dog|unexploded ~|~ cyclone|population ~',
      ),
    ],
    'bomber bombers bombing bombings bombed bombshell',
  ),
  entry('nuke', 'use an atomic weapon', [
    sense('heat in a microwave', 'cooking', 'food', '~ in the microwave'),
    sense('delete fully', 'computing', 'software document', '~ and pave'),
    sense(
      'destroy inside a game',
      'games',
      'game',
      '~ in modern warfare|~ in warzone|tactical ~|~ in civ|~ in fortnite|~ build',
    ),
  ]),
  entry(
    'explode',
    'blow apart with explosives',
    [
      sense(
        'grow fast',
        'figurative',
        'business abstract',
        '~ in popularity|~ onto the scene|~ growth|business ~|~ view|~ diagram|~ with flavor|~ with flavour|make * business ~|~ kittens',
      ),
      sense(
        'burst by itself',
        'everyday',
        'food household',
        'volcano ~|baking soda ~|egg ~|~ in the microwave|~ in the oven|star ~|stars ~|~ hair|battery ~|~ pinata',
      ),
      sense('split a text', 'computing', 'software document'),
    ],
    'explosion explosions explosive explosives',
  ),
  entry(
    'fire',
    'shoot, or burn down',
    [
      sense(
        "end somebody's employment",
        'work',
        '',
        '~ an employee|~ an * employee|~ employee|~ someone|~ somebody|~ a contractor|~ a client|~ my lawyer|~ my assistant|~ my contractor|~ my realtor|~ a nanny|get ~|got ~|being ~|was ~ from|were ~|be ~ for|~ from my job|~ from a job|~ for|hiring and ~|~ my accountant|~ a worker|~ * employee|~ * worker|~ my therapist|~ my boss',
      ),
      sense(
        'flames kept or fought',
        'household',
        'household food',
        'camp ~|~ place|~ pit|~ alarm|~ drill|~ extinguisher|~ department|~ truck|~ fighter|~ fighters|~ safety|~ exit|~ escape|~ insurance|wild ~|~ hydrant|~ hazard|~ proof|~ retardant|~ starter|start a camp ~|bon ~|~ wood|~ code|grease ~|~ prevention|forest ~|put out a ~|~ resistant|~ hose|~ station|build a ~|light a ~|start a ~ with|~ in the fireplace|start a ~ in|~ dancing|~ breathing|great ~ of london|~ eating|fireplace fireworks',
      ),
      sense(
        'start or send',
        'computing',
        'software vehicle device',
        '~ up|~ an event|~ the event|~ wall|~ base|~ fox|~ stick|event ~|trigger ~|~ off|amazon ~|~ a trigger|trigger not ~|~ hook|neurons ~|neuron ~|~ tablet|~ neurons',
      ),
      sense(
        'bake clay',
        'crafts',
        '',
        '~ clay|~ pottery|~ a pot|~ ceramics|kiln ~|bisque ~|raku ~|~ in a kiln|pit ~',
      ),
      sense(
        'excellent',
        'slang',
        '',
        'is ~|straight ~|~ outfit|~ mixtape|~ playlist|are ~|on ~ lately|~ emoji|~ lyrics|~ photos|play with ~|crypto fire',
      ),
      sense(
        'use inside a game',
        'games',
        'game',
        '~ type|~ emblem|~ ball|~ flower|~ nation|~ pokemon|~ bender|~ spell|free ~|~ temple',
      ),
      sense('how shooting worked', 'history', '', '~ rate|friendly ~|~ arms history|cease ~'),
    ],
    'fired firing fires',
  ),
  entry(
    'burn',
    'set on fire',
    [
      sense(
        'use up',
        'fitness',
        'food',
        '~ calories|~ fat|~ belly fat|fat ~|~ carbs|~ sugar|~ energy|calorie ~|~ rate|muscle ~|~ off|feel the ~|~ * calories|~ off * calories',
      ),
      sense(
        'write to a disc',
        'computing',
        'software media',
        '~ a cd|~ a dvd|~ cd|~ cds|~ an iso|~ iso|~ to a disc|~ disc|~ subtitles|disc ~|~ in',
      ),
      sense(
        'heat, light or scorch things',
        'household',
        'household food plant document',
        '~ candle|~ candles|~ incense|~ wood|wood ~|~ sage|~ leaves|~ firewood|~ marshmallow|~ on low|~ brush|controlled ~|prescribed ~|~ man festival|~ man|~ time of|sun ~|heart ~|~ toast|~ pan|~ pot|~ smell|slow ~|~ bridges|~ out|~ the midnight oil|~ question|~ bush|free ~|freezer ~|razor ~|clean ~|~ rubber|bunsen ~|sick ~|~ a bridge|crypto ~|token ~|~ tokens|~ down chart|~ effigy',
      ),
      sense(
        'an injury by heat',
        'health',
        'body',
        'treat a ~|~ treatment|chemical ~|degree ~|minor ~|~ cream|~ blister|steam ~|~ on my|~ tongue|~ my tongue|~ hand|~ finger',
      ),
      sense('insult in jest', 'figurative', '', 'sick ~|witty ~|roast ~|savage ~'),
      sense('defeat inside a game or story', 'fiction', 'game'),
    ],
    'burnt burned burner burnout sunburn heartburn',
  ),
  entry('torch', 'set on fire', [
    sense(
      'a lamp or flame tool',
      'household',
      'food device',
      '~ light|tiki ~|olympic ~|carry a ~|pass the ~|passing the ~|blow ~|~ creme brulee|culinary ~|kitchen ~|butane ~|propane ~|~ song|~ lily|~ relay|~ tensor|~ cuda|import ~|~ vision|~ bearer|plasma ~|hand ~|craft a ~|~ in minecraft|redstone ~',
    ),
  ]),
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
