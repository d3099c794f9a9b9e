import { entry, sense } from './sense-entry.ts'

/** Words for killing, with what else they mean. */
export const KILLING = [
  entry('kill', 'end a life', [
    sense('stop a running program', 'computing', 'software'),
    sense('switch off', 'household', 'device', '~ switch|~ the lights|~ the engine|~ the power'),
    sense(
      'pass idle time',
      'figurative',
      '',
      '~ time|~ an hour|~ some time|~ * hours|~ * minutes|~ the afternoon|~ the evening|~ an afternoon',
    ),
    sense(
      'succeed or impress greatly',
      'figurative',
      'goal performance',
      '~ it on stage|~ it at work|~ it at my|~ it at the gym|~ it in my|be ~ it|is ~ it|are ~ it|~ it in an interview|~ on stage|dressed to ~|~ the game|~ your look|~ recipe|~ app|~ bio|~ resume|~ feature|~ deal|~ instinct|~ outfit|~ abs|~ playlist|~ headline|~ presentation|~ serve|make a ~|lady ~|~ workout|~ view',
    ),
    sense(
      'get rid of something not alive',
      'figurative',
      'abstract contract business money message document',
      '~ two birds|~ the mood|~ the vibe|~ the joy|~ joy|buzz ~|party ~|vibe ~|mood ~|pain ~|~ your darlings|~ my darlings|weed ~|~ with kindness|~ * with kindness|curiosity ~|~ fee|~ bill|looks could ~|feet are ~|back is ~|is ~ me|are ~ me|suspense is ~|go in for the ~|~ for a|would ~ for|overkill',
    ),
    sense('remove germs or sick cells', 'health', 'germ', '~ bacteria|~ t cell|~ t cells|natural ~ cells'),
    sense('remove weeds or plants', 'gardening', 'plant'),
    sense('get rid of household pests', 'pest control', 'pest'),
    sense('prepare for eating', 'cooking', 'food'),
    sense(
      'defeat inside a game or story',
      'fiction',
      'game',
      '~ streak|~ count|~ ratio|~ death ratio|~ cam|~ feed|~ bill movie|to ~ a mockingbird|serial ~ movie|serial ~ psychology|serial ~ documentary',
    ),
    sense('a bird, plant or animal called so', 'nature', '', '~ whale|~ whales|~ bee|~ bees'),
  ]),
  entry('murder', 'kill a person unlawfully', [
    sense(
      'a story about a crime',
      'fiction',
      '',
      '~ mystery|~ mysteries|~ she wrote|~ on the orient|~ ballad|~ weapon prop|~ board game|~ podcast',
    ),
    sense('a flock of crows', 'nature', '', '~ of crows|group of crows'),
    sense(
      'do badly, or very well',
      'figurative',
      'performance goal abstract food',
      '~ that|~ the dance floor|could ~ a|get away with ~|scream bloody ~|~ on my|is ~ on|blue ~|~ hornet|~ hornets',
    ),
    sense('defeat inside a game or story', 'fiction', 'game'),
    sense('stop a running program', 'computing', 'software'),
  ]),
  entry(
    'assassinate',
    'murder a public person',
    [
      sense(
        'a game or film of this name',
        'fiction',
        'game',
        "~ 's creed|~ creed|~ bug|~ snail|assassins creed",
      ),
      sense('attack or end something not alive', 'figurative', 'abstract goal food', '~ character'),
    ],
    'assassin assassins assassination assassinations',
  ),
  entry(
    'slaughter',
    'kill many',
    [
      sense('defeat by far', 'sport', 'goal business abstract game performance document'),
      sense('kill farm animals for meat', 'farming', '', '~ house|~ rules'),
    ],
    'slaughterhouse',
  ),
  entry('massacre', 'kill many', [
    sense('ruin or beat by far', 'figurative', 'goal performance document abstract food game'),
  ]),
  entry(
    'slay',
    'kill',
    [
      sense(
        'impress or succeed',
        'slang',
        'goal performance abstract',
        '~ queen|~ it|~ all day|~ the look|~ the runway|~ the dance floor',
      ),
      sense(
        'defeat in a story or game',
        'fiction',
        'game',
        '~ the dragon|~ a dragon|buffy the vampire ~|dragon ~|demon ~|vampire ~',
      ),
    ],
    'slew slain slayer slayers',
  ),
  entry(
    'execute',
    'kill as punishment',
    [
      sense('run', 'computing', 'software document', '~ path|~ time|~ context|~ stack|query ~|thread ~'),
      sense(
        'carry out',
        'everyday',
        'contract goal abstract sport performance food business',
        '~ flawlessly|~ order|~ a move|~ a turn|~ branch|~ summary|~ on',
      ),
      sense(
        'a person who leads a company',
        'business',
        '',
        'account ~|~ assistant|chief ~|~ director|~ producer|~ order|~ power|~ decision|marketing ~',
      ),
    ],
    'execution executions executive executives executable',
  ),
  entry(
    'terminate',
    'kill',
    [
      sense('stop a running program', 'computing', 'software', 'null ~|~ signal|~ condition|line ~'),
      sense(
        'end',
        'law',
        'contract account message business abstract sport',
        '~ for cause|~ employment|~ an employee|~ employee|~ * employee|~ my employment|~ notice|~ clause',
      ),
      sense('the film character', 'fiction', 'game', 'the ~ movie|~ movie|~ film|terminator'),
      sense('end an electrical line', 'electronics', 'device household', '~ resistor'),
      sense('get rid of household pests', 'pest control', 'pest'),
    ],
    'termination terminator terminators',
  ),
  entry(
    'eliminate',
    'kill',
    [
      sense(
        'get rid of',
        'everyday',
        'abstract germ plant pest household food business money software document device media',
        '~ the need|~ background|~ diet|~ distraction|~ distractions|~ * noise|~ errors|~ duplicates|gaussian ~|~ round',
      ),
      sense(
        'defeat inside a game or contest',
        'games',
        'game goal',
        '~ * from the tournament|~ from the competition',
      ),
    ],
    'elimination',
  ),
  entry(
    'exterminate',
    'kill to the last one',
    [
      sense('get rid of pests', 'pest control', 'pest plant germ'),
      sense('get rid of', 'figurative', 'abstract game software'),
    ],
    'extermination',
  ),
  entry(
    'strangle',
    'press the throat until breath stops',
    [
      sense(
        'hold back',
        'figurative',
        'abstract performance business instrument',
        '~ fig|~ vine|~ pattern|~ growth|~ economy|options ~|short ~|long ~',
      ),
      sense('crowd out another plant', 'gardening', 'plant'),
      sense('defeat inside a game or story', 'fiction', 'game'),
    ],
    'strangulation',
  ),
  entry('choke', 'stop somebody breathing', [
    sense(
      'fail under pressure',
      'figurative',
      'goal performance',
      '~ under pressure|~ up|~ on stage|~ during|~ in a|~ in the|~ at the|~ when',
    ),
    sense(
      'hold back or control a flow',
      'technology',
      'device vehicle household sport',
      '~ point|~ coil|~ on a mower|~ valve|~ cable|full ~|ignition ~|rf ~|~ down on|~ up on the bat|carburetor ~',
    ),
    sense(
      'have food stuck in the throat',
      'health',
      '',
      'is ~ on|is ~|was ~|are ~|am ~|someone ~|who is ~|child ~ on|~ hazard|~ hazards|~ on a|~ on food|baby is ~|from ~|help a ~|for ~',
    ),
    sense('crowd out another plant', 'gardening', 'plant'),
    sense('a necklace', 'clothing', '', '~ necklace|velvet ~|lace ~|pearl ~|~ with|~ collar'),
  ]),
  entry(
    'suffocate',
    'stop somebody breathing',
    [
      sense('get rid of by cutting off air or light', 'gardening', 'plant pest germ'),
      sense('hold back', 'figurative', 'abstract'),
      sense('put out a flame', 'household', 'household'),
    ],
    'suffocation',
  ),
  entry(
    'poison',
    'harm with a toxic substance',
    [
      sense('get rid of pests or weeds', 'pest control', 'pest plant'),
      sense(
        'spoil',
        'figurative',
        'abstract',
        '~ pill|~ the well|~ chalice|~ apple|~ ivy|~ oak|~ sumac|~ dart frog|pick your ~|cache ~|dns ~|data ~|~ type|~ pokemon|name your ~|~ control|~ prevention',
      ),
      sense(
        'falling ill from something eaten or breathed',
        'health',
        '',
        'food ~|blood ~|lead ~|carbon monoxide ~|co ~|alcohol ~|mercury ~|sun ~|~ treatment|~ symptoms|~ antidote|radiation ~',
      ),
      sense('defeat inside a game or story', 'fiction', 'game'),
    ],
    'poisoning poisonous',
  ),
  entry('drown', 'kill under water', [
    sense(
      'cover up',
      'figurative',
      'abstract food',
      '~ out|~ in work|~ in debt|~ in emails|~ my sorrows|~ your sorrows|~ in|~ in paperwork',
    ),
    sense('get rid of pests', 'pest control', 'pest'),
  ]),
  entry(
    'hang',
    'kill with a rope',
    [
      sense(
        'fix up high',
        'household',
        'household media device plant document',
        '~ up|~ a picture|~ a painting|~ wallpaper|~ drywall|~ christmas lights|~ string lights|~ laundry|~ a mirror|coat ~|clothes ~|~ basket|~ baskets|~ plant|~ plants|wall ~|~ from the ceiling|~ in the gallery',
      ),
      sense(
        'spend time or stay',
        'everyday',
        '',
        '~ out|~ around|~ on|~ on to|~ in there|~ with|~ loose|~ back|~ of it|get the ~|~ ten|~ over|hung up on|~ glider|~ gliding|~ man|~ up the phone',
      ),
      sense('stop responding', 'computing', 'software', '~ indefinitely|~ forever|keeps ~|program ~'),
      sense('defeat inside a game or story', 'fiction', 'game'),
    ],
    'hung hangman hanger hangout hangover',
  ),
]
