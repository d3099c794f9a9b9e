/** Words for people, by how they stand to the one who asks. Singular, lower case. */
export const PEOPLE_WORDS = {
  kin: `mother father mom mum mommy mummy dad daddy parent brother sister sibling son daughter uncle aunt auntie cousin grandmother grandma
    granny grandfather grandpa grandparent nephew niece grandson granddaughter grandchild stepfather stepmother stepson stepdaughter
    stepbrother stepsister stepparent in-law husband wife spouse partner fiance fiancee girlfriend boyfriend ex lover twin godfather godmother
    family relative bride groom widow widower orphan ward heir mother-in-law father-in-law`,
  near: `neighbor neighbour friend roommate flatmate housemate classmate schoolmate coworker colleague boss supervisor manager employer
    employee landlord landlady tenant lodger crush date stranger acquaintance buddy mate teammate rival bully stalker abuser babysitter
    nanny maid cleaner intern trainee apprentice subordinate deskmate penpal follower subscriber caller sender`,
  trade: `accountant actor actress acrobat adviser agent ambassador analyst announcer architect artist astronaut astronomer athlete attorney
    auditor author baker banker barber barista bartender biologist blacksmith bricklayer broker builder butcher butler buyer captain
    caregiver caretaker carpenter cashier chaplain chauffeur chef chemist clerk coach commander commissioner composer conductor
    constable contractor cook coroner counselor counsellor courier craftsman criminal curator dancer dealer deckhand dentist deputy designer
    detective developer dietitian diplomat director doctor doorman driver economist editor electrician engineer entertainer entrepreneur farmer fencer
    firefighter fireman fisherman florist gardener geologist guard guide hairdresser hacker historian host hostess hunter inspector instructor
    interpreter investigator janitor jeweler jeweller journalist judge juror lawyer lecturer librarian lieutenant lifeguard lobbyist locksmith magician
    magistrate mailman major maker marine mason mayor mechanic medic mentor merchant midwife miner minister model monk musician nun nurse
    officer operator optician organizer painter paramedic pastor pharmacist photographer physician physicist pianist pilot pirate player plumber
    poet policeman policewoman politician porter postman postmaster potter preacher president priest principal producer professor programmer
    prosecutor psychiatrist psychologist publisher rabbi ranger realtor receptionist referee reporter researcher retailer sailor salesman
    saleswoman scholar scientist sculptor secretary seller senator sergeant sheriff shepherd shopkeeper singer skipper sniper soldier solicitor
    spy steward stewardess streamer student supplier surgeon surveyor tailor tattooist taxi-driver teacher technician therapist trader trainer
    translator treasurer trucker tutor umpire usher vendor veteran vet veterinarian waiter waitress warden watchman weaver welder wrestler writer zookeeper
    youtuber influencer blogger celebrity comedian rapper drummer guitarist goalkeeper striker quarterback swimmer runner cyclist boxer golfer gymnast skater`,
  standing: `adult baby boy child dude elder girl guy human individual infant kid lad lady man newborn pensioner person preschooler pupil senior teen teenager
    toddler tween woman youngster youth minor adolescent people folk everyone everybody someone somebody anyone anybody bystander citizen civilian
    commuter customer client consumer guest hiker hitchhiker inmate jogger occupant passenger passerby patient pedestrian prisoner refugee resident
    shopper spectator survivor suspect tourist traveler traveller user victim visitor voter witness worker hostage detainee immigrant migrant
    applicant candidate candidate defendant plaintiff debtor creditor donor donor beneficiary opponent enemy adversary ally accomplice traitor thief
    burglar robber murderer killer rapist terrorist kidnapper smuggler trafficker gangster mobster thug criminal dictator tyrant leader king queen prince princess
    emperor empress duke duchess lord knight chancellor premier pope bishop archbishop cardinal sultan shah tsar monarch royal noble slave servant peasant
    whistleblower dissident activist protester demonstrator rebel insurgent militant hooligan cop police crowd mob audience public population
    mother-to-be homeless vagrant beggar drunk addict alcoholic junkie gambler`,
} as const
