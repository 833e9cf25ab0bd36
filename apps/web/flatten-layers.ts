import type { AtRule, ChildNode, Plugin, Root } from 'postcss'

/**
 * Writes the rules of all layers one after another, in the order of the layers, without `@layer`: the oldest browsers that the pages are
 * built for do not know it, and would read none of the rules. Rules outside every layer come last. A test holds that no selector of an
 * earlier layer outweighs one of a later layer, so that nothing changes.
 */
export function flattenLayers(): Plugin {
  return {
    postcssPlugin: 'guestwall:flatten-layers',
    OnceExit(root) {
      const layers = takeLayers(root)
      root.prepend([...layers.values()].flat())
    },
  }
}

/** Removes each layer from the sheet. Their rules, by name, in the order of the names' first appearance. */
export function takeLayers(root: Root): Map<string, ChildNode[]> {
  const layers = new Map<string, ChildNode[]>()
  for (const node of root.nodes.filter(isLayer)) {
    for (const name of namesOf(node)) if (!layers.has(name)) layers.set(name, [])
    if (node.nodes !== undefined) layers.get(node.params.trim())?.push(...node.nodes)
    node.remove()
  }
  return layers
}

function isLayer(node: ChildNode): node is AtRule {
  return node.type === 'atrule' && node.name === 'layer'
}

function namesOf(layer: AtRule): string[] {
  return layer.params.split(',').map((name) => name.trim())
}
