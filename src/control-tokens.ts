/** Takes no room and is no part of any control token, so that what it parts is text to a tokenizer. */
const WORD_JOINER = '\u2060'

/**
 * Control tokens of chat templates, by what they are set off with: `<|…|>` (ChatML, Llama 3, Phi-3, Command R, and with
 * wide bars DeepSeek), `<start_of_turn>`, `<s>`, `<think>`, `<<SYS>>`, `[INST]`, `[gMASK]` and their kin. Some servers
 * read them in what a message says as if the template had put them there.
 */
const TEMPLATE_TOKENS = [
  '<(?=[|｜][^\\s<>]{1,80}[|｜]>)',
  '<(?=/?(?:s|bos|eos|pad|unk|mask|cls|sep|sop|eop|eod|eot|system|user|assistant|human|model|think|tool_(?:call|response)s?|function_calls?|reserved_\\d+|fim_\\w+|(?:start|end|begin)[_▁]of[_▁]\\w+)>)',
  '<(?=</?sys>>)',
  '\\[(?=/?(?:inst|sys|gmask|smask|mask|(?:system|user)_?prompt|available_tools|tool_(?:calls|results|content)|prefix|suffix|middle|img\\w*|args|call_id|think)\\])',
]
const TEMPLATE_TOKEN = new RegExp(TEMPLATE_TOKENS.join('|'), 'giu')

/** Whatever a control token can begin or go on with. */
const BRACKET = /[<[]|>(?=>)/g

/** A turn of a chat in which no control token is left: it says what it said, and stays the turn it is. */
export function asOneTurn(text: string): string {
  return text.replaceAll(TEMPLATE_TOKEN, (sign) => sign + WORD_JOINER)
}

/** Text that is only judged, never gone on from: nothing in it can be a control token, of whichever model. */
export function asData(text: string): string {
  return text.replaceAll(BRACKET, (sign) => sign + WORD_JOINER)
}
