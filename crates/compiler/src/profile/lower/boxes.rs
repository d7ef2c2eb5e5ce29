//! Boxes what would contain itself: a type that can reach itself without a list or map between has no size.
//!
//! The types that reach each other are found as strongly connected components (Tarjan 1972), with a stack
//! of our own, since definitions may nest deeper than the program's. Every step from one of them to another
//! is boxed.

use crate::profile::{Item, ItemId, Shape, Slot, Type};

/// Boxes each step from an item to one that leads back to it.
pub(super) fn insert(items: &mut [Item]) {
    let components = components(items);
    for (index, item) in items.iter_mut().enumerate() {
        for slot in slots_mut(&mut item.shape) {
            if let Type::Item(to) = slot.ty
                && components[to.0] == components[index]
            {
                slot.ty = Type::Boxed(to);
            }
        }
    }
}

/// For each item the number of its component; an item that does not reach itself has a number of its own.
fn components(items: &[Item]) -> Vec<usize> {
    let steps: Vec<Vec<usize>> = items.iter().map(|item| steps(&item.shape)).collect();
    let mut search = Search { component: vec![usize::MAX; items.len()], ..Search::default() };
    search.order = vec![usize::MAX; items.len()];
    search.lowest = vec![usize::MAX; items.len()];
    for index in 0..items.len() {
        if search.order[index] == usize::MAX {
            search.from(index, &steps);
        }
    }
    // A component of one is only a circle where the item leads to itself.
    let mut sizes = vec![0_usize; search.found];
    search.component.iter().for_each(|component| sizes[*component] += 1);
    let alone = |index: usize| sizes[search.component[index]] == 1 && !steps[index].contains(&index);
    (0..items.len()).map(|index| if alone(index) { search.found + index } else { search.component[index] }).collect()
}

#[derive(Default)]
struct Search {
    /// When each item was seen first.
    order: Vec<usize>,
    /// The earliest item on the path that each one leads to.
    lowest: Vec<usize>,
    component: Vec<usize>,
    /// Items whose component is not known yet.
    open: Vec<usize>,
    seen: usize,
    found: usize,
}

impl Search {
    fn from(&mut self, start: usize, steps: &[Vec<usize>]) {
        let mut path = vec![(start, 0)];
        self.see(start);
        while let Some((at, next)) = path.pop() {
            if let Some(&to) = steps[at].get(next) {
                path.push((at, next + 1));
                if self.order[to] == usize::MAX {
                    self.see(to);
                    path.push((to, 0));
                } else if self.component[to] == usize::MAX {
                    self.lowest[at] = self.lowest[at].min(self.order[to]);
                }
                continue;
            }
            if self.lowest[at] == self.order[at] {
                while let Some(member) = self.open.pop() {
                    self.component[member] = self.found;
                    if member == at {
                        break;
                    }
                }
                self.found += 1;
            }
            if let Some((before, _)) = path.last() {
                self.lowest[*before] = self.lowest[*before].min(self.lowest[at]);
            }
        }
    }

    fn see(&mut self, item: usize) {
        self.order[item] = self.seen;
        self.lowest[item] = self.seen;
        self.seen += 1;
        self.open.push(item);
    }
}

/// The items that a value of a shape holds in itself, not behind a list or map.
fn steps(shape: &Shape) -> Vec<usize> {
    slots(shape).filter_map(|slot| if let Type::Item(ItemId(to)) = slot.ty { Some(to) } else { None }).collect()
}

fn slots(shape: &Shape) -> Box<dyn Iterator<Item = &Slot> + '_> {
    match shape {
        Shape::Struct(fields) => Box::new(fields.iter().map(|field| &field.value)),
        Shape::Tagged { variants, .. } => {
            Box::new(variants.iter().flat_map(|variant| &variant.fields).map(|field| &field.value))
        }
        Shape::Union(arms) => Box::new(arms.iter().map(|arm| &arm.value)),
        Shape::Enum(_) => Box::new(std::iter::empty()),
    }
}

fn slots_mut(shape: &mut Shape) -> Box<dyn Iterator<Item = &mut Slot> + '_> {
    match shape {
        Shape::Struct(fields) => Box::new(fields.iter_mut().map(|field| &mut field.value)),
        Shape::Tagged { variants, .. } => {
            Box::new(variants.iter_mut().flat_map(|variant| &mut variant.fields).map(|field| &mut field.value))
        }
        Shape::Union(arms) => Box::new(arms.iter_mut().map(|arm| &mut arm.value)),
        Shape::Enum(_) => Box::new(std::iter::empty()),
    }
}
