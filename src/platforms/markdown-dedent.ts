/** Four columns at the beginning of a message are a block of code, whatever they were in the list they come from. */
const CODE_INDENT = 4

/** Takes from every line the indentation that the first line of a part has because of a list that is not in it. */
export class Dedent {
  #columns = 0
  #eaten = 0
  #lineBegins = true

  /** Begins a part with this line. */
  begin(line: string): void {
    const columns = line.search(/[^ ]/)
    this.#columns = columns >= CODE_INDENT ? columns : 0
    this.#lineBegins = true
    this.#eaten = 0
  }

  write(text: string): string {
    if (this.#columns === 0) return text
    let out = ''
    let from = 0
    for (let at = 0; at < text.length && this.#columns > 0; at += 1) {
      const char = text[at]
      if (char === '\n') {
        this.#lineBegins = true
        this.#eaten = 0
      } else if (this.#lineBegins) {
        if (char === ' ' && this.#eaten < this.#columns) {
          out += text.slice(from, at)
          from = at + 1
          this.#eaten += 1
        } else {
          // A line at the margin ends whatever was indented.
          if (this.#eaten === 0 && char !== '\r') this.#columns = 0
          this.#lineBegins = false
        }
      }
    }
    return out + text.slice(from)
  }
}
