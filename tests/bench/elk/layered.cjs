// Lays the graphs of the templates out with ELK layered and writes the routes of all links.
//
// In a folder of its own: npm install elkjs
// From the checkout:      python -m tests.bench.tangles graphs graphs.json
// In that folder:         node layered.cjs graphs.json routes.json
// From the checkout:      python -m tests.bench.tangles figures routes.json
//
// All options but these are ELK's defaults. A container has the padding that the topology gives it.
const fs = require('fs');
const path = require('path');
const here = process.cwd() + '/node_modules/elkjs';
const ELK = require(here + '/lib/elk.bundled.js');

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
};
const PADDING = { 'elk.padding': '[top=32,left=16,bottom=16,right=16]' };

async function main() {
  const graphs = [];
  for (const graph of JSON.parse(fs.readFileSync(process.argv[2]))) {
    const root = { id: ' all', children: [], edges: [], layoutOptions: OPTIONS };
    const byId = {};
    for (const node of graph.nodes) {
      byId[node.id] = node.frame
        ? { id: node.id, children: [], layoutOptions: PADDING }
        : { id: node.id, width: node.width, height: node.height };
    }
    for (const node of graph.nodes) {
      (byId[node.parent] || root).children.push(byId[node.id]);
    }
    root.edges = graph.edges.map((edge) => ({ id: edge.id, sources: [edge.a], targets: [edge.b] }));
    const laid = await new ELK().layout(root);
    const sections = [];
    for (const edge of laid.edges) {
      for (const part of edge.sections || []) {
        const points = [part.startPoint, ...(part.bendPoints || []), part.endPoint];
        sections.push(points.map((point) => [point.x, point.y]));
      }
    }
    graphs.push({ name: graph.name, sections });
  }
  const version = JSON.parse(fs.readFileSync(path.join(here, 'package.json'))).version;
  fs.writeFileSync(process.argv[3], JSON.stringify({ version, graphs }));
}

main();
