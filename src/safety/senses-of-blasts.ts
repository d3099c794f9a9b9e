import { entry, sense } from './sense-entry.ts'

/** Words for blasting and burning, with what else they mean. */
export const BLASTS = [
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
]
