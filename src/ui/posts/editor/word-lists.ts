/** Word writes lists as paragraphs with a sign and a level in their style. Makes real lists of them. */
export function listsFromWord(document: Document): void {
  const items = [...document.body.querySelectorAll<HTMLElement>('p, h1, h2, h3, h4, h5, h6')].filter((one) =>
    /mso-list:\s*l\d+\s+level\d+/i.test(one.getAttribute('style') ?? '')
  )
  let open: { list: HTMLElement; level: number }[] = []
  let last: HTMLElement | null = null
  for (const item of items) {
    const level = Number(/level(\d+)/i.exec(item.getAttribute('style') ?? '')?.[1] ?? 1)
    const isNumbered = takeSign(item)
    if (item.tagName.startsWith('H')) continue
    if (last === null || !follows(last, item)) open = []
    while (open.length > 0 && open.at(-1)!.level > level) open.pop()
    let top = open.at(-1)
    const kind = isNumbered ? 'OL' : 'UL'
    if (top && top.level === level && top.list.tagName !== kind) {
      open.pop()
      top = open.at(-1)
    }
    if (!top || top.level < level) {
      const list = document.createElement(kind)
      if (top?.list.lastElementChild) top.list.lastElementChild.append(list)
      else item.before(list)
      top = { list, level }
      open.push(top)
    }
    const entry = document.createElement('li')
    entry.append(...item.childNodes)
    top.list.append(entry)
    // Stands in for the paragraph when the next one asks whether it follows.
    last = open[0]!.list
    item.remove()
  }
}

/** Takes the sign of an item away; answers whether it counts. */
function takeSign(item: HTMLElement): boolean {
  const sign = [...item.querySelectorAll<HTMLElement>('span')].find((one) =>
    /mso-list:\s*ignore/i.test(one.getAttribute('style') ?? '')
  )
  const text = sign?.textContent ?? ''
  sign?.remove()
  return /^[\s\u00a0(]*(?:\d+|[a-zA-Z]|[ivxIVX]+)[.)]/.test(text)
}

function follows(last: HTMLElement, item: HTMLElement): boolean {
  let next = last.nextSibling
  while (next && next !== item) {
    if (next.textContent?.trim()) return false
    next = next.nextSibling
  }
  return next === item
}
