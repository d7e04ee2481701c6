//! Where the boxes and lines of a diagram go: in columns, with few crossings, without overlaps.
//!
//! This is the layered method of Sugiyama: a line that passes a column has a place of its own in
//! it, columns are ordered by the places of their neighbours, and heights are then fitted by
//! least squares. Each step is bounded by the numbers of boxes and lines, and nothing in it can
//! fail. (The crate layout-rs took more than 7 seconds for 76 boxes with 228 lines, could not be
//! stopped meanwhile, and asserts where a request must not panic.)

use super::graph::Graph;

/// The distance between two boxes of a column.
const BOX_GAP: f64 = 14.0;

/// The distance between a passing line and its neighbours.
const LINE_GAP: f64 = 8.0;

/// How often the columns are ordered, and how often their heights are fitted.
const ORDER_ROUNDS: usize = 8;
const FIT_ROUNDS: usize = 8;

/// Where everything is, from the top of the diagram.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The upper edge of each box.
    pub tops: Vec<f64>,
    /// The heights at which each line passes the columns between its ends.
    pub passes: Vec<Vec<f64>>,
    /// The height of all.
    pub height: f64,
}

/// A place in a column: of a box, or of a line that passes.
struct Place {
    height: f64,
    is_box: bool,
    /// The places that lines lead to, in the column before and in the one behind.
    before: Vec<usize>,
    behind: Vec<usize>,
    centre: f64,
}

/// Lays a diagram out whose boxes have these heights.
pub fn layout(graph: &Graph, heights: &[f64]) -> Layout {
    let mut grid = Grid::of(graph, heights);
    grid.order();
    grid.fit();
    grid.finish(graph)
}

struct Grid {
    /// First those of the boxes, and then those of lines.
    places: Vec<Place>,
    /// The places of each column, from top to bottom.
    columns: Vec<Vec<usize>>,
    /// The places of each line between its ends.
    passes: Vec<Vec<usize>>,
}

impl Grid {
    fn of(graph: &Graph, heights: &[f64]) -> Self {
        let count = graph
            .nodes
            .iter()
            .map(|it| it.column + 1)
            .max()
            .unwrap_or(0);
        let mut grid = Self {
            places: Vec::with_capacity(graph.nodes.len()),
            columns: vec![Vec::new(); count],
            passes: Vec::with_capacity(graph.edges.len()),
        };
        for (node, height) in graph.nodes.iter().zip(heights) {
            grid.add(node.column, *height, true);
        }
        for edge in &graph.edges {
            let ends = [edge.left, edge.right].map(|it| graph.nodes[it].column);
            let passed = ends[0] + 1..ends[1];
            let passes: Vec<usize> = passed.map(|column| grid.add(column, 0.0, false)).collect();
            let mut from = edge.left;
            for &to in passes.iter().chain([&edge.right]) {
                grid.places[from].behind.push(to);
                grid.places[to].before.push(from);
                from = to;
            }
            grid.passes.push(passes);
        }
        grid
    }

    fn add(&mut self, column: usize, height: f64, is_box: bool) -> usize {
        self.places.push(Place {
            height,
            is_box,
            before: Vec::new(),
            behind: Vec::new(),
            centre: 0.0,
        });
        let place = self.places.len() - 1;
        self.columns[column].push(place);
        place
    }

    /// The indexes of the columns, there and back.
    fn sweeps(&self) -> impl Iterator<Item = (usize, bool)> + use<> {
        let count = self.columns.len();
        let there = (0..count).map(|column| (column, true));
        there.chain((0..count).rev().map(|column| (column, false)))
    }

    /// Orders the places of each column by those of their neighbours, and keeps the order with
    /// the fewest crossings.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.columns.clone());
        for _ in 0..ORDER_ROUNDS {
            if best.0 == 0 {
                break;
            }
            for (column, is_there) in self.sweeps() {
                self.order_column(column, is_there);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    fn ranks(&self) -> Vec<usize> {
        let mut ranks = vec![0; self.places.len()];
        for column in &self.columns {
            for (rank, &place) in column.iter().enumerate() {
                ranks[place] = rank;
            }
        }
        ranks
    }

    fn order_column(&mut self, column: usize, is_there: bool) {
        let ranks = self.ranks();
        let key = |place: usize| {
            let neighbours = match is_there {
                true => &self.places[place].before,
                false => &self.places[place].behind,
            };
            match neighbours.len() {
                0 => ranks[place] as f64,
                count => neighbours.iter().map(|it| ranks[*it] as f64).sum::<f64>() / count as f64,
            }
        };
        let mut keyed: Vec<(f64, usize)> = self.columns[column]
            .iter()
            .map(|&place| (key(place), place))
            .collect();
        keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
        self.columns[column] = keyed.into_iter().map(|(_, place)| place).collect();
    }

    /// The number of pairs of lines that cross between two columns.
    fn crossings(&self) -> u64 {
        let ranks = self.ranks();
        let mut crossings = 0;
        for column in &self.columns {
            let mut ends: Vec<usize> = Vec::new();
            // The ends of earlier lines that are below that of the next one.
            for &place in column {
                let mut behind: Vec<usize> = self.places[place]
                    .behind
                    .iter()
                    .map(|it| ranks[*it])
                    .collect();
                behind.sort_unstable();
                for &end in &behind {
                    let not_below = ends.partition_point(|it| *it <= end);
                    crossings += (ends.len() - not_below) as u64;
                }
                ends.extend(behind);
                ends.sort_unstable();
            }
        }
        crossings
    }

    /// Gives each place a height near those of its neighbours, with the distances that it needs.
    fn fit(&mut self) {
        for column in self.columns.clone() {
            let wanted = vec![0.0; column.len()];
            self.place(&column, &wanted);
        }
        for _ in 0..FIT_ROUNDS {
            for (column, is_there) in self.sweeps() {
                let column = self.columns[column].clone();
                let wanted = column.iter().map(|it| self.wanted(*it, is_there));
                let wanted: Vec<f64> = wanted.collect();
                self.place(&column, &wanted);
            }
        }
    }

    fn wanted(&self, place: usize, is_there: bool) -> f64 {
        let Place {
            before,
            behind,
            centre,
            ..
        } = &self.places[place];
        let neighbours = match (is_there, before.is_empty(), behind.is_empty()) {
            (true, false, _) | (false, false, true) => before,
            _ => behind,
        };
        match neighbours.len() {
            0 => *centre,
            count => {
                let centres = neighbours.iter().map(|it| self.places[*it].centre);
                centres.sum::<f64>() / count as f64
            }
        }
    }

    /// Places a column as near to what is wanted as the distances allow: the least sum of
    /// squares, found by joining neighbours that would be too near.
    fn place(&mut self, column: &[usize], wanted: &[f64]) {
        let mut offsets = Vec::with_capacity(column.len());
        let mut offset = 0.0;
        for (index, &place) in column.iter().enumerate() {
            if index > 0 {
                offset += self.distance(column[index - 1], place);
            }
            offsets.push(offset);
        }
        // Blocks that move as one: the sum of what their members want, and how many they are.
        let mut blocks: Vec<(f64, usize)> = Vec::new();
        for (wanted, offset) in wanted.iter().zip(&offsets) {
            let mut block = (wanted - offset, 1);
            while let Some(&(sum, count)) = blocks.last()
                && sum / count as f64 >= block.0 / block.1 as f64
            {
                block = (block.0 + sum, block.1 + count);
                blocks.pop();
            }
            blocks.push(block);
        }
        let bases = blocks
            .into_iter()
            .flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count));
        for ((&place, base), offset) in column.iter().zip(bases).zip(offsets) {
            self.places[place].centre = base + offset;
        }
    }

    /// The least distance between the centres of two neighbours in a column.
    fn distance(&self, upper: usize, lower: usize) -> f64 {
        let [upper, lower] = [upper, lower].map(|it| &self.places[it]);
        let gap = match upper.is_box || lower.is_box {
            true => BOX_GAP,
            false => LINE_GAP,
        };
        (upper.height + lower.height) / 2.0 + gap
    }

    fn finish(self, graph: &Graph) -> Layout {
        let top = |place: &Place| place.centre - place.height / 2.0;
        let least = self.places.iter().map(top).fold(f64::INFINITY, f64::min);
        let least = if least.is_finite() { least } else { 0.0 };
        let bottoms = self.places.iter().map(|it| it.centre + it.height / 2.0);
        let height = bottoms.fold(0.0, |most: f64, bottom| most.max(bottom - least));
        let boxes = &self.places[..graph.nodes.len()];
        let passes = self.passes.iter();
        Layout {
            tops: boxes.iter().map(|it| top(it) - least).collect(),
            passes: passes
                .map(|places| {
                    places
                        .iter()
                        .map(|it| self.places[*it].centre - least)
                        .collect()
                })
                .collect(),
            height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{
        graph::{Edge, End, Node},
        theme::Tone,
    };

    fn graph(columns: &[usize], edges: &[(usize, usize)]) -> Graph {
        let nodes = columns.iter().map(|&column| Node {
            column,
            ..Node::default()
        });
        let edges = edges.iter().map(|&(left, right)| Edge {
            left,
            right,
            label: String::new(),
            label_at: End::Left,
            arrow_at: End::Right,
            tone: Tone::Plain,
            count: 1,
        });
        Graph {
            columns: Vec::new(),
            nodes: nodes.collect(),
            edges: edges.collect(),
        }
    }

    #[test]
    fn lines_that_need_not_cross_do_not() {
        let crossed = graph(&[0, 0, 0, 1, 1, 1], &[(0, 5), (1, 4), (2, 3)]);
        let laid = layout(&crossed, &[20.0; 6]);
        let order = |nodes: [usize; 3]| {
            let mut nodes = nodes.to_vec();
            nodes.sort_by(|one, other| laid.tops[*one].total_cmp(&laid.tops[*other]));
            nodes
        };
        let ends: Vec<usize> = order([0, 1, 2]).into_iter().map(|it| 5 - it).collect();
        assert_eq!(order([3, 4, 5]), ends);
        // With equal heights, what is connected is at one height.
        assert!((laid.tops[0] - laid.tops[5]).abs() < 1.0, "{:?}", laid.tops);
    }

    #[test]
    fn nothing_to_lay_out_takes_no_room() {
        assert_eq!(layout(&graph(&[], &[]), &[]).height, 0.0);
        assert_eq!(layout(&graph(&[2], &[]), &[30.0]).height, 30.0);
    }

    /// A sequence of numbers that look random.
    fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
        move |bound| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed % bound as u64).unwrap()
        }
    }

    #[test]
    fn no_box_is_on_another_one_or_on_a_line_that_passes() {
        for seed in 1..60 {
            let mut below = numbers(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
            let count = 2 + below(90);
            let columns: Vec<usize> = (0..count).map(|_| below(7)).collect();
            let pairs: Vec<(usize, usize)> = (0..count * 3)
                .map(|_| (below(count), below(count)))
                .collect();
            let edges: Vec<(usize, usize)> = pairs
                .into_iter()
                .filter(|(left, right)| columns[*left] < columns[*right])
                .collect();
            let heights: Vec<f64> = (0..count).map(|_| 20.0 + below(80) as f64).collect();
            let laid = layout(&graph(&columns, &edges), &heights);
            let mut places: Vec<(usize, f64, f64, f64)> = (0..count)
                .map(|it| {
                    (
                        columns[it],
                        laid.tops[it],
                        laid.tops[it] + heights[it],
                        BOX_GAP,
                    )
                })
                .collect();
            for ((left, _), passes) in edges.iter().zip(&laid.passes) {
                let passes = passes.iter().enumerate();
                places.extend(passes.map(|(at, y)| (columns[*left] + 1 + at, *y, *y, LINE_GAP)));
            }
            places.sort_by(|one, other| (one.0.cmp(&other.0)).then(one.1.total_cmp(&other.1)));
            for pair in places.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                let gap = pair[0].3.max(pair[1].3);
                assert!(pair[1].1 - pair[0].2 >= gap - 0.01, "seed {seed}: {pair:?}");
            }
            let bottom = places.iter().fold(0.0, |most: f64, it| most.max(it.2));
            assert!((laid.height - bottom).abs() < 0.01, "seed {seed}");
            assert!(places.iter().all(|it| it.1 >= -0.01), "seed {seed}");
        }
    }
}
