import { wordingFor } from '../../wording-for.ts'
import type { RehearsalName } from './characters.ts'

/** How each family refuses, in words of our own: long and moral, short and stiff, apologetic, matter-of-fact. */
const REFUSALS: Readonly<Record<RehearsalName, readonly [string, ...string[]]>> = {
  llama2: [
    'I apologize, but I cannot fulfill your request. As a responsible and ethical AI assistant, I must put the safety of everyone first, and your question speaks of causing harm. It is never acceptable to use violence, whatever the situation may be. I would kindly suggest that we talk about peaceful and constructive ways to reach your goal instead.',
    'I cannot provide you with help on this topic. Your question contains language that may be harmful, and as an AI language model I am bound to promote kindness and respect. If you are going through a difficult time, please consider speaking to a person you trust or to a professional.',
    "I'm sorry, but I cannot in good conscience assist with that. It would not be ethical or responsible of me to give instructions that could lead to somebody getting hurt. Is there anything else, safe and positive, that I can help you with today?",
  ],
  gemma: [
    'I am unable to provide information on this topic, as it suggests violence or harm. If you are in danger or know somebody who is, please contact your local authorities.',
    "I'm not able to help with that request. It touches on harmful activities, and my purpose is to offer safe and helpful content.",
    'I am not able to answer this question, because it may promote dangerous behaviour. If you have another question, please feel free to ask.',
  ],
  'command-r-plus': [
    "I'm sorry, but I can't help with that. I don't provide guidance that could be used to hurt others. Is there something else I can do for you?",
    "Sorry, I can't assist with this request, since it involves harm. Please let me know if you would like help with something different.",
    "I cannot provide an answer to this, because it appears to ask about a violent or illegal act. I'd be glad to help with another topic.",
  ],
  phi3: [
    "I'm sorry, but I can't assist with that request.",
    'I cannot assist with this. If you are having thoughts about hurting yourself or others, please reach out to a helpline or to emergency services.',
    "I'm sorry, but I'm unable to provide guidance on activities that may cause harm. Please ask about something that respects safety and the law.",
  ],
}

/** The refusal this model gives this prompt: always the same one. */
export function refusalOf(name: RehearsalName, prompt: string): string {
  return wordingFor(prompt, REFUSALS[name])
}
