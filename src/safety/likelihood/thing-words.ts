/** Words for things and living beings that no one list of senses names; singular, lower case, by kind. */
export const THING_WORDS = {
  animal: `aardvark albatross alligator alpaca anteater antelope armadillo baboon badger barracuda beagle beaver bison blackbird bloodhound bobcat buffalo bulldog bullfrog
    camel canary caribou carp caterpillar catfish chameleon cheetah chihuahua chimpanzee chinchilla chipmunk cobra cod collie condor cougar crane
    cricket crocodile cub dachshund dalmatian dingo dinosaur donkey dove dragonfly eel emu ewe falcon ferret finch firefly flamingo foal gazelle gecko gerbil gibbon
    giraffe goldfish gorilla grasshopper greyhound grouse guinea gull haddock halibut hawk hedgehog heron herring hippo hippopotamus hound husky hyena ibex
    iguana jackal jaguar jay jellyfish kangaroo kingfisher kiwi koala labrador ladybug lamb lark lemming lemur llama lynx macaw mackerel mallard mammal manatee mare
    marlin marmot marten meerkat mink mockingbird mongoose monkey moose mule narwhal newt nightingale ocelot opossum orangutan orca ostrich otter owl ox oyster
    panda panther parakeet partridge peacock pelican penguin perch pheasant pike piranha platypus pony poodle porcupine porpoise prawn puffin puma python
    quail raven ray reindeer reptile retriever rhinoceros robin rottweiler salamander sardine scorpion seagull seahorse sloth sparrow spaniel squid
    stallion starfish stingray stork sturgeon swallow swordfish tadpole tapir terrier toucan trout viper vulture wallaby walrus warthog weasel wolverine wombat
    woodpecker worm yak zebra mammoth trex bunny puppy kitty kitten calf piglet duckling gosling poultry`,
  plant: `acacia agave allium aloe amaryllis anemone ash aspen aster azalea basil bay beech begonia birch bluebell bonsai bougainvillea boxwood bromeliad buttercup
    cactus calendula camellia carnation catnip cedar chamomile chive chrysanthemum cilantro clematis clover conifer coriander cosmos crocus cyclamen cypress daffodil
    dahlia daisy delphinium dill dogwood elderberry elm eucalyptus fern fescue fig foxglove fuchsia gardenia geranium ginkgo gladiolus goldenrod hawthorn hazel heather
    hemlock hibiscus holly hollyhock honeysuckle hosta hyacinth hydrangea iris jasmine juniper kelp larch lavender lilac lily lotus lupin magnolia mahogany mangrove maple marigold mint
    monstera mulch mushroom myrtle narcissus nightshade oak oleander olive orchid oregano palm pansy parsley peony perennial petunia philodendron pine poinsettia poppy
    primrose ragweed redwood reed rhododendron rhubarb rosemary sage sapling seaweed sequoia sedge snapdragon snowdrop spruce succulent sunflower sycamore thyme tulip turf verbena
    violet vetch willow wisteria yarrow yew zinnia leaf petal stem branch twig trunk bark foliage orchard hedgerow meadow toadstool chickweed dandelions bindweed
    hyssop tarragon fennel ivy hogweed ragwort`,
  food: `ale almond anchovy appetizer applesauce apricot artichoke arugula asparagus aubergine bacon bagel baguette banana barley basmati bean beet beetroot biscotti
    bisque blackberry blueberry bologna borscht bouillon bran brandy bratwurst brioche brisket broth brownie bruschetta burrito buttermilk butternut cabbage cake
    calamari canape cantaloupe caper caramel caramel cardamom casserole cayenne celery cereal champagne cheddar cheesecake chestnut chickpea chili chive chowder chutney cider
    cinnamon clementine clove cocoa coleslaw compote corn cornbread cornstarch couscous cranberry crepe croissant crouton cumin cupcake curd currant custard date
    doughnut donut dumpling eclair edamame empanada enchilada endive entree falafel feta fig filet fillet flan focaccia fondue frankfurter frosting fries fudge garnish gelatin gelato
    gin gingerbread gnocchi goulash granola grapefruit gravy guacamole gumbo haggis halloumi hamburger hazelnut honeydew hotdog hummus icing jalapeno
    jambalaya jerky kebab kimchi kiwifruit kohlrabi kombucha lasagna lasagne latte leek lemonade licorice linguine liqueur liver lollipop lychee macaroni macaroon madeleine maize
    mandarin margarine margarita marmalade marzipan mayo meatball meatloaf millet mint miso mocha molasses mozzarella muffin mulberry mushroom mustard nacho nectarine
    nougat nutmeg oatmeal okra olive oregano pad-thai paella papaya paprika parmesan parsnip pastrami pastry pate pea peppermint pepperoni persimmon pesto pickle pie
    pierogi pita plantain polenta popsicle porridge pretzel prosciutto prune punch quesadilla quiche quinoa radish raisin ramen ravioli relish ricotta risotto roast roll rum rutabaga
    saffron salami salt sardine sauerkraut schnitzel scone semolina sesame shallot shawarma sherbet shortbread smoothie sorbet souffle soy spaghetti spinach sprout
    stir-fry stock strudel stuffing sundae sushi taco tahini tangerine tapas tapioca tart tempeh teriyaki thyme toffee tortellini tortilla truffle turmeric turnip vanilla veal vegan venison
    vermouth vinaigrette waffle wasabi watercress wheat yam yolk zest leftover ingredient breakfast brunch supper picnic groceries crisps chips`,
  household: `adhesive apron armchair ashtray awning axe bag bandage banner barrel basin bathrobe bead bed bedding bedsheet bench bib bin binder bleach-bottle blind blinds
    bookcase bookend bookshelf boot bouquet bra bracelet brooch brush buckle bunk bureau button buzzer cabinet cage calendar candlestick cap cape cardigan cart cartridge cellophane
    chain chair chalk chandelier chest chimney chisel chopstick clamp cleaver cloak closet clothespin coaster coin colander comb comforter confetti cooler corkscrew cot cotton crate
    crayon crib cup curler cutlery dehumidifier denim deodorant desk detergent diaper dish dishcloth doll dollhouse doormat doorknob dresser duct duffel dustbin dustpan duvet earring
    easel elastic envelope eraser eyeliner fabric faucet feather felt fiberglass file firework firecracker firelighter flannel flask flooring foam foil footstool fork fountain frame freezer-bag funnel
    furnace futon garland gasket gift glasses glitter goggles grease grill gravel gum hairbrush hairdryer hairspray hamper handbag handkerchief handle handrail hat headboard headband heel helmet
    hinge hoodie hoop hose incense ink iron jeans jar jersey joist keychain key keyring kite knitwear knob lace lacquer lampshade latch leash leather lego lighter linen lint linoleum lipstick lock locker
    lotion luggage lumber mailbox makeup mallet manger mantle marble marker mask mat mattress medal mop mosaic moulding muffler nail napkin nappy necklace needle newspaper notebook
    nylon oilcloth ornament ottoman oven-mitt overalls package packet padlock pail paint paintbrush pallet panel pantry parcel partition paste patch pebble pedestal peg pencil
    perfume picture pillowcase pin pitcher placemat plaque plaster playpen pliers plug plunger plywood polish poncho porcelain porch poster postcard pottery pouch quilt rack radiator rag railing rake
    ramp razor ribbon ring robe rod rollerskate rope rubber ruler sack saddle sandal sandpaper sari satchel saw scaffold scale scissors scrap scraper screen screwdriver scrunchie seam
    seat shampoo shawl shed sheet shingle shoe shoelace shorts shovel shutter siding sieve silk silverware skateboard skirt slate sled sleeve slipper snowglobe snowman soap socket sofa souvenir spade
    spatula splinter spoon spring sprinkler stair staircase stake stamp staple stapler sticker stilts stool stopper storage stove strainer strap straw string stroller stuffing suede suit suitcase sunglasses
    sunscreen sweater sweatshirt swimsuit syringe-case table tablecloth tape tapestry tarp tarpaulin teapot teddy thermos thimble tie tile tinsel tissue toiletries tongs toolbox toothbrush toothpaste torch-light
    toy trampoline treadmill tripod trophy trousers trunk tube tupperware tweezers twine umbrella underlay upholstery urn valve varnish velcro velvet veneer vest videotape wallet-case washer
    washcloth wax wheel wheelbarrow whisk whistle wig windowsill wok wool workbench wreath wrench wrapper yoyo limescale mildew rust graffiti sticker snow ice icicle puddle driveway sidewalk pavement
    asphalt cement turf sandbox hedge-trimmer sunroof drywall insulation caulk putty sealant grease glue superglue velcro confetti sparkler`,
  device: `adapter aerial airbag air-conditioner air-fryer aircon amp antenna barometer beeper bidet boiler breaker broadband bulb burglar-alarm cable calculator camcorder cartridge cellphone
    chip chromebook chronometer compressor conveyor cooker copier dashcam dehumidifier detector diode drill drone earbud earphone elevator engine espresso-machine escalator ethernet fan
    fax firestick fitbit forklift fuse gadget gauge gps hairdryer hard-drive hardware hdmi headset hearing-aid hinge humidifier hygrometer inverter ipod joystick juicer kindle lathe
    led lens lever lift loudspeaker macbook magnet megaphone meter microchip microphone microscope minifridge mixer modem monitor motherboard motherboard nintendo odometer oscilloscope outlet
    pacemaker pager pendulum photocopier piston planer plug podcast-mic polaroid pressure-cooker projector pulley radar receiver refrigerator relay remote resistor robot roomba sander satnav scanner
    sensor server-rack sewing-machine shredder siren smoke-detector socket solar-panel soundbar speedometer spotlight sprinkler stereo stopwatch strobe subwoofer telegraph telephone telescope
    television thermometer toaster touchscreen transformer transistor trimmer turbine typewriter ups valve vcr vending-machine walkie-talkie wash-machine webcam wifi-router xbox nespresso`,
  software: `ajax android angular ansible antivirus api app-store applet archive array async aws azure backend backup barcode bash-script binary bios bitmap blockchain blog bluetooth bookmark boot
    bootloader boolean bytecode callback cd chatbot checksum class client-side cli cloud cmd cobol codec compile config console cookie coroutine cpp crash crontab csharp css csv cursor daemonset dashboard
    dataframe debian debug dependency deserialization django dll dns dockerfile dom domain eclipse electron element elasticsearch emacs encoding endpoint enum excel-sheet exception
    executable extension fedora firmware flask fork ftp garbage-collector gif git github gitlab golang google-docs goroutine gradle graphql grep gui gzip hadoop handler hash haskell heroku hibernate hostname html
    http https icon ide iframe imap index inheritance input installer integer interface intellij interpreter ios ip iterator jar jenkins jira jquery json jsx jupyter kafka keybinding kotlin kubectl lambda laravel
    latex library linker linkedlist linux-kernel localhost log login-page loop lua macos makefile malloc markdown matlab matplotlib maven memory metadata method middleware migration module mongodb
    mutex mvc namespace neural-network nextjs nodejs numpy oauth object-oriented office-suite opengl openssl orm outlook output overflow package pandas parameter parser partition patch path
    pdf perl photoshop php pip pipe pixel platform plsql png postgresql powershell powerpoint preprocessor prompt proxy-server pseudocode pull-request pygame pytest query queue qt rails raspberry react recursion
    redirect refactor regex registry regression release render rest-api root route router-config ruby rust runtime saas sandbox scala schema scheduler screenshot scroll sdk segfault selenium semaphore serialization
    shader shortcut signal singleton slack slideshow socket-server spark spring-boot sqlite src stacktrace stdin stdout storage string struct stylesheet subprocess sudo svelte swift switch-statement symlink syntax tag
    taskbar task-manager template tensorflow terraform thread-pool timestamp token toolbar tuple typescript ui unicode unity upload url usb-driver usergroup utf uuid variable version vim virtualbox vpn vscode vue
    web webhook webpack websocket widget windows-update wordpress workbook xcode xml yaml zip zoom regexp subnet cronjob systemctl taskmanager backlog kanban`,
  sport: `archery arena athletics badminton ballet baseline basketball bat biathlon billiards birdie bobsled bogey bouldering bowling boxing bunker bunt bullseye canoe canoeing cardio cheerleading climbing court crossfit
    croquet curling cycling darts deadlift decathlon discus diving dodgeball dribble dunk dumbbell equestrian fencing field fitness frisbee gym gymnastics halftime hammer-throw handball hiking hockey hurdle hurdles inning javelin
    jiu-jitsu jogging judo karate kayak kayaking kettlebell kickboxing lacrosse lap league lob martial-art mma mountaineering netball offside olympics paddle parkour pilates pingpong pitch plank playoff pole-vault polo
    powerlifting pullup pushup quarterback racket racquet rafting rally rebound referee relay rink rowing rugby sailing scuba shortstop shuttlecock skateboarding skating skiing skydiving slalom slam-dunk snooker
    snorkeling snowboard snowboarding softball sparring spike split sprint squat squash stadium steeplechase strikeout striker sumo surfing swim swimming taekwondo tackle tee tennis touchdown treadmill triathlon trampoline
    tug-of-war varsity volley volleyball weightlifting wrestling yoga zumba three-pointer knockout`,
  game: `arcade avatar bishop blackjack boardgame boardgames boss-fight bossfight campaign card-game checkers checkmate chess chessboard crossword cosplay dice domino dominoes dungeon dungeons esports fantasy fps gameplay gamer
    gamepad gaming guild hangman hearts hitpoint hitpoints hogwarts jenga jigsaw joystick jumpscare kraken larp laser-tag lego level-boss loot ludo lvl mafia-game mahjong mana mmo mmorpg mod multiplayer necromancer ninja ogre
    paintball patience pinball pictionary playthrough pvp pve roleplay roguelike rpg sandbox scrabble sidequest single-player skin skyrim solitaire speedrun spellcaster steam sudoku tabletop tarot tetris tic-tac-toe trivia uno warlock
    videogame videogames walkthrough-guide werewolf wordle xp yahtzee sorcerer sorceress cyclops hydra chimera basilisk gnome elf elves dwarf-king hobbit centaur mermaid unicorn phoenix griffin gargoyle golem imp lich
    minotaur mummy poltergeist sphinx succubus wendigo wraith yeti`,
  art: `acting album anecdote animation anthem anthology aria autobiography ballad biography blues broadway cartoon character charcoal choir choreography chorus cinema cinematography classical climax collage
    comedy comic composition concert concerto copywriting cover-letter dialogue dialog diary documentary drama drawing duet editing encyclopedia epic epilogue episode etching exhibition fable fairytale fanfic fanfiction fiction film
    filmmaking folklore folktale gallery genre graphic-novel haiku harmony hip-hop illustration improv instrumental jazz journal landscape-painting legend libretto limerick literature lullaby lyric magazine melodrama memoir
    metaphor minuet monologue montage mural musical mystery myth mythology narrative narrator nonfiction novella opera oratorio orchestra origami overture parable paragraph parody pastel photography picture-book
    playlist playwright plot poetry poetry portrait-painting prologue prose proverb pun punchline quatrain quintet rap rehearsal remix requiem rhyme rhythm riddle rock-band romance satire saga sculpture scene screenplay
    script-writing sequel setlist sitcom sketch sketching skit soap-opera sonata songwriting sonnet soprano soundtrack stanza still-life storyboard storytelling subplot symphony synopsis tango tempo theater theatre theme
    thriller tragedy trilogy trope tutorial-video verse vignette watercolor watercolour western`,
  health: `acne adhd allergy alzheimer anaemia anatomy anemia anesthesia anesthetic ankle antibiotic antibody antidepressant appendix appointment arthritis asthma autism backache bandaid biopsy bladder blister bloodwork bone-density bowel
    brain breathing bronchitis bruise burnout caesarean caffeine calcium carb cardiologist cartilage cataract cavity chemo chemotherapy cholesterol concussion constipation contraception cough cramp crutches
    dandruff dehydration dementia dental dentistry depression dermatologist diabetes diagnosis diarrhea diet dialysis digestion dizziness dose eczema embryo endoscopy enzyme epilepsy estrogen exercise eyesight fasting
    fatigue fertility fibre first-aid flu-shot fracture gallbladder gene gland glucose glucose gout gut hayfever headache hearing heartbeat heartburn hemoglobin hepatitis hernia herpes hiccup hip hiv hives hormone hospital-stay hygiene
    hypertension ibuprofen immunity indigestion infertility influenza injection insomnia insulin intestine joint-pain kidney lactose laceration larynx laxative leukemia ligament lung lupus lymph malaria malnutrition mammogram
    massage measles medication medicine melatonin menopause menstruation metabolism migraine mri muscle nausea neurologist nosebleed nutrient nutrition obesity ointment oncology organ orthodontist osteoporosis ovary
    oxygen painkiller palpitation pancreas paracetamol paralysis pediatrician period physiotherapy pill placebo placenta plasma pneumonia pollen pregnancy prescription probiotic prostate protein psoriasis puberty pulse
    pupil rash rehab remedy retina rheumatism sciatica scar schizophrenia screening serum sinus skin sleep snoring spinal spleen splint sprain steroid stethoscope stitches stomach stretch stroke sunburn surgery
    symptom syndrome tendon testosterone tetanus therapy thyroid tissue-damage tinnitus tonsil transfusion transplant trauma treatment tuberculosis ulcer ultrasound urine uterus vaccine vertigo vitamin
    vomit wellness womb wound x-ray yeast-infection zinc`,
  nature: `asteroid atmosphere aurora avalanche bay beach biodiversity black-hole blizzard canyon cave cliff climate cloud coast coastline comet constellation continent coral cosmos crater creek crust delta desert drought
    dune earth earthquake eclipse ecosystem element equator erosion estuary evolution flood fog forest fossil galaxy geyser glacier gravity gulf habitat hail hill horizon hurricane iceberg island jungle lagoon lake lava lightning
    magma mantle marsh meteor meteorite molecule monsoon moonlight mountain nebula neuron ocean orbit oxygen-level ozone particle peninsula photon planet plateau plate-tectonics pond prairie precipitation quasar rainbow rainforest
    ravine reef reservoir river savanna sea season sediment shore sinkhole solar-system species star steppe storm stratosphere stream sunlight supernova swamp telescope-view thunder tide tornado tsunami tundra universe
    valley volcano vortex waterfall wave wetland whirlpool wildfire wind woodland`,
  learning: `academy algebra anthropology archaeology arithmetic astronomy bachelor biochemistry biology botany calculus census chemistry civics class classroom college concept course curriculum degree diploma dictionary discipline dissertation
    doctrine economics education encyclopaedia equation essay-topic etymology exam-prep experiment faculty finance flashcard formula fraction geography geology geometry glossary grade grammar graph history homework-help humanities hypothesis idiom
    internship kindergarten kinetics laboratory language lecture lesson library-book linguistics logic lunchroom mathematics math maths mechanics microeconomics module noun numerology optics philosophy physics
    preschool probability pronunciation proof proverb psychology quantum quotation reading scholarship school-project science semester seminar sentence-structure sociology spelling statistics studies syllable syllabus synonym term
    textbook theorem theory thermodynamics thesis-topic trigonometry tuition tutorial university verb vocabulary word-origin workshop zoology`,
  business: `accounting acquisition advertisement advertising agenda asset audit bankruptcy benchmark bond bonus bookkeeping branding brochure budgeting cash-flow charity clientele commerce commission company conference consulting corporation
    credit-score crowdfunding currency customer-service deadline dividend donation ecommerce economy enterprise equity estate etf expense-report fee fiscal forecast franchise freelance fund fundraiser funding gdp hedge-fund hr income
    inflation infographic inventory investment invoice job kpi leadership ledger lease-term linkedin logistics logo-design marketing meeting-notes merchandise minutes monopoly mortgage-rate negotiation newsletter nonprofit onboarding
    outsourcing overhead overtime paycheck payroll pension pitch-deck portfolio pricing product profit promotion proposal prospectus quota real-estate recession recruitment referral refund rent report-card resignation restaurant-menu resume-tips
    retailer retirement revenue royalty salary savings sector seminar-plan seo share shareholder shipment slogan spreadsheet-model startup statement stock-market strategy-plan subscription-model supply surplus tariff tax
    team tender trademark trading transaction turnover union vacancy valuation venture wage warehouse webinar wholesaler workforce workshop-plan`,
  place: `airport aisle alley apartment-block arcade attic avenue balcony ballroom basement bathroom beach bedroom boulevard cafe cafeteria campsite campus canteen capitol casino castle cathedral cellar cemetery chapel cinema-hall
    classroom cottage county courtyard dining-room district dock dormitory downtown driveway farm farmhouse farmyard ferry garage gym hallway harbor harbour highway hostel igloo inn intersection junction kennel kitchen laboratory
    laundromat lighthouse lobby lounge marina market-place metro mill monastery monument motel nursery office-building orphanage palace park parking pavilion pier planetarium playground plaza pool post-office prison province
    pub pyramid quarry railway ranch reception resort road roundabout salon sauna shipyard skatepark square stable state statue street studio suburb subway suite supermarket synagogue-hall tavern terrace territory town-hall
    trail tunnel vineyard ward waterpark wharf yard zoo`,
} as const
