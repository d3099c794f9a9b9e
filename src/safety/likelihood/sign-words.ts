/** Words that colour a request, whatever it is about; stems where marked by a star. */
export const SIGN_WORDS = {
  stealth: `secretly unnoticed undetected undetectable quietly silently covertly discreetly anonymously anonymous untraceable traceless stealthily unseen hidden conceal concealing disguise disguised disguising camouflage
    hide hiding sneak sneaking sneaky smuggle evade evading undercover incognito unsuspecting unaware unknowingly behind without-knowing caught suspicion suspicious detected detection trace traces evidence alibi fingerprint fingerprints
    witnesses getaway escape fool fooling trick tricking deceive deceiving pretend pretending impersonate`,
  unlawful: `illegal illegally illicit unlawful criminal crime fraud fraudulent fraudulently scam scamming counterfeit counterfeiting forged forgery fake faked faking bribe bribery bribing blackmail extort extortion launder laundering embezzle
    embezzlement evasion tax-evasion piracy pirated pirate contraband trafficking traffick smuggling smuggler theft steal stealing stolen rob robbing robbery burglary burgle heist shoplift shoplifting loot looting mug mugging hijack hijacking carjack
    trespass trespassing vandalism vandalize sabotage sabotaging arson perjury kidnap kidnapping abduct abduction ransom hostage stalk stalking dox doxxing doxx swat swatting swindle swindling cheat cheating plagiarize plagiarism rig rigging
    tamper tampering unauthorized unauthorised bootleg loophole untaxed insider ponzi pyramid cartel mafia gang gangs hitman assassin mule`,
  violence: `kill killing killed murder murdering murdered stab stabbing strangle strangling suffocate smother choke choking beat beating hurt hurting injure injuring wound maim maiming torture torturing assault assaulting attack attacking rape raping
    molest molesting behead beheading execute executing lynch lynching slaughter slaughtering massacre poison poisoning drown drowning shoot shooting bomb bombing blow explode detonate detonating ambush bludgeon slash slit punch kick slap batter
    cripple mutilate dismember terrorize terrorise intimidate intimidating threaten threatening harm harming violence violent brutal brutally bloody gore lethal deadly fatal fatally weapon weapons gun guns knife explosive explosives bomb bombs
    ammunition grenade firearm firearms rifle pistol overdose suicide`,
  cruelty: `bully bullying harass harassing harassment humiliate humiliating mock mocking ridicule ridiculing insult insulting degrade degrading demean belittle manipulate manipulating manipulative gaslight gaslighting coerce coercing blackmail exploit
    exploiting groom grooming shame shaming defame slander slandering libel smear smearing ruin ruining destroy destroying discredit revenge vengeance torment tormenting provoke isolate isolating control controlling brainwash brainwashing
    seduce seducing abuse abusing neglect racist sexist homophobic hateful bigoted offensive derogatory stereotype stereotypes slur slurs hate hatred inferior superior subhuman propaganda misinformation disinformation extremist radicalize
    radicalise recruit recruiting incite inciting troll trolling spread spreading rumor rumors`,
  intrusion: `hack hacking hacker crack cracking bypass bypassing breach breaching infiltrate intercept intercepting spy spying eavesdrop wiretap snoop snooping keylogger malware ransomware spyware virus trojan rootkit botnet ddos phishing phish spoof spoofing
    backdoor exploit vulnerability vulnerabilities password passwords credentials unauthorized firewall jailbreak tracker tracking monitor monitoring surveillance bug leak leaking scrape scraping brute-force injection payload deepfake webcam`,
  sexual: `sex sexual sexually nude nudes naked porn porno pornography erotic explicit nsfw fetish incest masturbate masturbation orgasm penis vagina breasts genitals prostitute prostitution escort underage lolita pedophile molest sext sexting upskirt
    seduce horny hookup intercourse stripper undress`,
  drugs: `drug drugs cocaine heroin meth methamphetamine crack lsd mdma ecstasy ketamine fentanyl opioid opioids opium cannabis marijuana weed hash hashish steroids xanax adderall oxycodone oxycontin codeine morphine amphetamine amphetamines ghb pcp
    shrooms psilocybin dmt mescaline spice bath-salts overdose dealer narcotic narcotics inhalant inhalants booze moonshine vape nicotine`,
  poison: `cyanide ricin arsenic strychnine anthrax sarin toxin toxins toxic venom nerve-agent chlorine ammonia bleach antifreeze botulinum mercury thallium polonium uranium plutonium radioactive radiological nuclear chemical chemicals pathogen bioweapon
    nitroglycerin thermite napalm fertilizer peroxide acetone gunpowder dynamite`,
  money: `bank banks atm credit debit card cards cash money wallet fund funds account accounts pin loan insurance benefits welfare tax taxes pension savings inheritance crypto bitcoin deposit refund invoice check cheque`,
  privacy: `address phone number ssn social-security medical record records diagnosis salary passport license birthdate location whereabouts browsing messages texts diary photos private personal confidential secret secrets orientation criminal-record identity`,
  young: `child children kid kids minor minors teen teens teenager toddler baby infant schoolgirl schoolboy underage student students pupil boy girl boys girls youngster elderly disabled vulnerable defenseless helpless unconscious asleep sleeping drunk`,
  care: `prevent preventing prevention protect protecting protection safe safely safety secure securing avoid avoiding report reporting help helping support supporting recover recovery treat treatment heal healing cope coping stop stopping reduce reducing
    awareness legal legally law laws ethical ethically responsible responsibly consent permission permitted allowed emergency first-aid detect detecting identify recognize recognise warning risk risks danger dangers educate counselling therapy hotline
    overcome quit quitting volunteer donate rescue comfort respectful respectfully apologize apologise rights fair fairness inclusion inclusive`,
  everyday: `recipe garden gardening hobby vacation holiday trip travel birthday party wedding christmas halloween easter camping hiking homework exam interview workout gym diet fitness cooking baking knitting sewing crochet painting drawing
    photography puzzle craft crafts decor decorate decoration budget commute laundry cleaning repair fix renovate beginner beginners tips tutorial favorite favourite fun funny cute`,
  asking: `explain meaning definition define difference compare comparison history origin describe summary summarize summarise overview example examples list facts fact information learn understand teach interpret translate translation
    meaning significance symbolism theme themes analysis analyze analyse review critique discuss`,
  past: `history historical historically century ancient medieval war battle empire revolution dynasty treaty colonial renaissance victorian era decade happened occurred 19th 20th wwi wwii ww1 ww2 holocaust genocide assassination assassinated
    massacre bombing bombed invaded invasion siege`,
} as const
