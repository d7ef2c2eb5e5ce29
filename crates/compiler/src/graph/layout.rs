//! Places the boxes of a graph in layers, in the way of Sugiyama, Tagawa and Toda (1981).
//!
//! 1. [`layers`]: edges that close a cycle are turned, and each node stands below what leads to it.
//! 2. Long layers become several rows, so that a picture is about as wide as high.
//! 3. An edge gets a point in each row that it passes, and one of them is as wide as its label.
//! 4. [`order`]: within the rows, everything is sorted by the mean place of its neighbours.
//! 5. [`place`]: boxes are moved towards their neighbours as far as the order allows.
//!
//! All sizes are whole pixels, so equal graphs have equal pictures everywhere.

mod layers;
mod order;
mod place;

/// A width and a height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) width: i64,
    pub(super) height: i64,
}

/// A box, and how much room it needs at its right side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) size: Size,
    pub(super) aside: i64,
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) x: i64,
    pub(super) y: i64,
}

/// An edge between two different boxes, with the size of its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Size,
}

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// The upper left corner of each box.
    pub(super) boxes: Vec<Point>,
    /// The way of each line, from its first box to its second.
    pub(super) lines: Vec<Vec<Point>>,
    /// The middle of each label.
    pub(super) labels: Vec<Point>,
    pub(super) size: Size,
}

/// The space between two rows; labels stand in rows of their own.
const ROW_GAP: i64 = 22;
/// The space around it all.
const MARGIN: i64 = 16;
/// A graph of many long edges would need a point in each of very many rows; past this many points, edges
/// go straight.
const MOST_POINTS: usize = 20_000;

/// Something that stands in a row: a box, or a point of a line.
#[derive(Clone, Copy, Debug)]
struct Item {
    row: usize,
    size: Size,
    /// How much room it needs besides, at its right side.
    aside: i64,
}

impl Item {
    fn room(&self) -> i64 {
        self.size.width + self.aside
    }
}

/// All items, and which stand next to which in the rows above and below.
#[derive(Debug, Default)]
struct Grid {
    items: Vec<Item>,
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
    /// The items of each row, from left to right.
    rows: Vec<Vec<usize>>,
}

impl Grid {
    fn push(&mut self, item: Item) -> usize {
        self.items.push(item);
        self.above.push(Vec::new());
        self.below.push(Vec::new());
        if self.rows.len() <= item.row {
            self.rows.resize_with(item.row + 1, Vec::new);
        }
        self.rows[item.row].push(self.items.len() - 1);
        self.items.len() - 1
    }

    /// The upper and the lower box of a line.
    fn ends(&self, line: &Line) -> (usize, usize) {
        let down = self.items[line.from].row < self.items[line.to].row;
        if down { (line.from, line.to) } else { (line.to, line.from) }
    }

    fn join(&mut self, upper: usize, lower: usize) {
        self.below[upper].push(lower);
        self.above[lower].push(upper);
    }
}

/// Lays out boxes and the lines between them.
pub(super) fn layout(boxes: &[Block], lines: &[Line]) -> Layout {
    let pairs: Vec<(usize, usize)> = lines.iter().map(|line| (line.from, line.to)).collect();
    let layers = layers::layers(boxes.len(), &pairs);
    let rows_of = layers::rows(&layers);
    let mut grid = Grid::default();
    for (block, row) in boxes.iter().zip(&rows_of) {
        // Boxes stand in even rows; the odd ones are for labels.
        grid.push(Item { row: row * 2, size: block.size, aside: block.aside });
    }
    let points: Vec<Vec<usize>> = lines.iter().map(|line| points(&mut grid, line)).collect();
    order::sort(&mut grid);
    let lefts = place::lefts(&grid);
    draw(&grid, &lefts, lines, &points)
}

/// Gives a line a point in each row between its boxes, from the upper one to the lower one.
fn points(grid: &mut Grid, line: &Line) -> Vec<usize> {
    let (upper, lower) = grid.ends(line);
    let between = grid.items[upper].row + 1..grid.items[lower].row;
    if grid.items.len() + between.len() > MOST_POINTS {
        return Vec::new();
    }
    // The label stands at the end where the line begins: many lines may end at one box.
    let labelled = if upper == line.from { between.start } else { between.end - 1 };
    let mut last = upper;
    let mut points = Vec::with_capacity(between.len());
    for row in between {
        let size = if row == labelled { line.label } else { Size::default() };
        let point = grid.push(Item { row, size, aside: 0 });
        grid.join(last, point);
        points.push(point);
        last = point;
    }
    grid.join(last, lower);
    points
}

fn draw(grid: &Grid, lefts: &[i64], lines: &[Line], points: &[Vec<usize>]) -> Layout {
    let heights: Vec<i64> = grid
        .rows
        .iter()
        .map(|row| row.iter().map(|item| grid.items[*item].size.height).max().unwrap_or_default())
        .collect();
    let mut tops = Vec::with_capacity(heights.len());
    let mut y = MARGIN;
    for height in &heights {
        tops.push(y);
        y += height + ROW_GAP;
    }
    let centre = |item: usize| lefts[item] + grid.items[item].size.width / 2;
    let count = grid.items.len() - points.iter().map(Vec::len).sum::<usize>();
    let ends: Vec<(usize, usize)> = lines.iter().map(|line| grid.ends(line)).collect();
    let ports = Ports::of(count, &ends, points, &centre);
    let mut layout = Layout::default();
    for item in 0..count {
        layout.boxes.push(Point { x: lefts[item], y: tops[grid.items[item].row] });
    }
    for (place, (line, points)) in lines.iter().zip(points).enumerate() {
        let (upper, lower) = ends[place];
        let end = |item: usize, below: bool| {
            let Item { row, size, .. } = grid.items[item];
            let (rank, of) = ports.rank(item, place, below);
            // Ends are spread over the middle of the side, so that arrows can be told apart.
            let inner = size.width * 4 / 5;
            let x = lefts[item] + size.width / 10 + inner * (2 * rank + 1) / (2 * of.max(1));
            Point { x, y: if below { tops[row] + size.height } else { tops[row] } }
        };
        let mut way = vec![end(upper, true)];
        for point in points {
            let (x, row) = (centre(*point), grid.items[*point].row);
            way.push(Point { x, y: tops[row] });
            way.push(Point { x, y: tops[row] + heights[row] });
        }
        way.push(end(lower, false));
        way.dedup();
        let label = points.iter().find(|point| grid.items[**point].size.width > 0);
        let (first, last) = (way[0], way[way.len() - 1]);
        let straight = Point { x: i64::midpoint(first.x, last.x), y: i64::midpoint(first.y, last.y) };
        layout.labels.push(label.map_or(straight, |point| {
            let row = grid.items[*point].row;
            Point { x: centre(*point), y: tops[row] + heights[row] / 2 }
        }));
        if upper != line.from {
            way.reverse();
        }
        layout.lines.push(way);
    }
    let right = grid.items.iter().zip(lefts).map(|(item, left)| left + item.room()).max().unwrap_or_default();
    layout.size = Size { width: right + MARGIN, height: (y - ROW_GAP).max(0) + MARGIN };
    layout
}

/// In which order lines end at the two sides of boxes.
struct Ports {
    /// The lines at each box, upper side and lower side, from left to right.
    sides: Vec<[Vec<(i64, usize)>; 2]>,
}

impl Ports {
    fn of(count: usize, ends: &[(usize, usize)], points: &[Vec<usize>], centre: &dyn Fn(usize) -> i64) -> Self {
        let mut sides: Vec<[Vec<(i64, usize)>; 2]> = vec![[Vec::new(), Vec::new()]; count];
        for (place, ((upper, lower), points)) in ends.iter().zip(points).enumerate() {
            let next = |point: Option<&usize>, other: usize| centre(point.copied().unwrap_or(other));
            sides[*upper][1].push((next(points.first(), *lower), place));
            sides[*lower][0].push((next(points.last(), *upper), place));
        }
        for side in sides.iter_mut().flatten() {
            side.sort_unstable();
        }
        Self { sides }
    }

    fn rank(&self, item: usize, line: usize, below: bool) -> (i64, i64) {
        let side = &self.sides[item][usize::from(below)];
        let rank = side.iter().position(|(_, place)| *place == line).unwrap_or_default();
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        (number(rank), number(side.len()))
    }
}
