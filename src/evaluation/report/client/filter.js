// Narrows the list of examples down. Without it the list is there, whole.
const form = document.querySelector('#filter')
if (form) {
  const examples = [...document.querySelectorAll('.example')]
  const texts = new Map(examples.map((example) => [example, example.textContent.toLowerCase()]))
  const shown = document.querySelector('#shown')
  const narrow = () => {
    const wanted = new FormData(form)
    const words = wanted.get('search').toLowerCase().split(/\s+/)
    let many = 0
    for (const example of examples) {
      const fits =
        ['model', 'arm', 'type', 'outcome'].every(
          (name) => !wanted.get(name) || example.dataset[name] === wanted.get(name),
        ) && words.every((word) => texts.get(example).includes(word))
      example.hidden = !fits
      if (fits) many += 1
    }
    shown.textContent = `${many} of ${examples.length} examples`
  }
  form.addEventListener('input', narrow)
  form.addEventListener('submit', (event) => event.preventDefault())
  form.hidden = false
  narrow()
}
