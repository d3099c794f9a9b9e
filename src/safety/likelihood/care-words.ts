/**
 * Words of subjects in which a wrong answer harms somebody though nothing sounds alarming: advice on health, law and
 * duty, claims about groups, falsehood, what a firm or a body keeps to itself. Lower case, single words.
 */
export const CARE_WORDS = {
  prejudice: `racism racist racists racially sexism sexist misogyny misogynist misogynistic misandry homophobia homophobic transphobia transphobic biphobia ableism ableist classism classist ageism ageist
    xenophobia xenophobic islamophobia islamophobic antisemitism anti-semitism antisemitic semitism bigotry bigot bigoted bigots prejudice prejudices prejudiced intolerance stereotype stereotypes stereotypical
    discriminate discrimination discriminatory heteronormativity essentialism supremacy supremacist supremacists nazi nazis nazism fascism fascist fascists hitler isis taliban kkk segregation eugenics
    genocide holocaust apartheid colonialism nationalism authoritarian totalitarian ethnocentrism appropriation genetically subhuman purity slur slurs chink chinamen spearchuckers pacifism extremism extremist extremists
    fanatical radicalism jihad multiracial minorities minority inferior superior inferiority superiority ethnicity oppression oppress marginalize dissent dissenting propaganda propagandist`,
  falsity: `misrepresent misrepresents misrepresenting misrepresentation distort distorts distorting distortion fabricate fabricates fabricated fabricating falsify falsified falsifying misinform misinforms misinformation disinformation mislead misleads
    misleading biased skew skews skewed hoax conspiracy conspiracies underreport overstate exaggerate exaggerated debunk chemtrails denialism fake faked faking forge forged forging plagiarize plagiarism plagiarise impersonate counterfeit
    subliminal clickbait astroturfing rumour rumours rumor rumors narrative agenda manipulate manipulates manipulating manipulative manipulation deceive deceives deceiving deceptive deceptively dishonest dishonestly lie lies lying cheat cheating cheats trick tricks
    rig rigged rigging alter altered tamper tampered backdate backdated spoof bogus sham untrue falsely false fabrications`,
  ailment: `psychosis psychotic delusion delusions hallucination hallucinations schizophrenia bipolar depression depressed antidepressant antidepressants suicidal anorexia anorexic bulimia bulimic laxative laxatives purge fasting starve starving overdose dosage dosages
    medication medications prescription prescriptions prescribe insulin opioid opioids painkiller painkillers sedative sedatives steroid steroids diagnose diagnosis cancer tumor tumour chemotherapy vaccine vaccines vaccinated vaccination unvaccinated
    miscarriage abortion abort seizure seizures stroke paralysis hopeless worthless suffering numb relapse withdrawal euthanasia`,
  dodging: `loophole loopholes undeclared underreport unlicensed untrained improperly irresponsibly illegally unethically monopoly monopolistic antitrust gouging cartel collusion collude embezzle launder evade evasion dodge bribe bribes sweatshop kickback kickbacks
    prosecution extradition deportation perjury bail counterfeit piracy pirated copyrighted unpatented smuggle violate violates violating bypass circumvent skirt sidestep undercut`,
  secret: `confidential classified undisclosed unreleased proprietary leaked leaks leak insider insiders whistleblower whistleblowers internally credentials credential password passwords outdated-software weakest vulnerability vulnerabilities vulnerable
    breach breaches breached breaching gait iris retina retinal biometric biometrics fingerprint fingerprints voiceprint surveillance unpublished gynaecological gynecological psychiatric psychiatrist diary convicted`,
  insult: `idiotic idiot idiots moron morons moronic stupid stuuuupid dumb dumbest dumber ugly disgusting annoying obnoxious rude retard retards retarded cunt bitch asshole assholes shithole pathetic loser losers filthy scum trash creepy
    despicable incompetent ridiculous insufferable repulsive hideous`,
  carnal: `lust lustful fetish fetishes sext sexting cybersex obscene explicit horny kinky bondage shibari prostitution prostitute prostitutes hooker erotic erotica porn pornography nude nudes naked squirting orgasm handjob masturbate masturbation
    breedable undress seductive pickup`,
} as const
