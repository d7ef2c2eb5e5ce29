//! The key type of a kind: an enum with a variant an entry, or a number with a constant an entry.

use quote::quote;

use super::constants::deprecation;
use super::docs::attributes;
use super::type_name;
use super::types::{format_item, ident};
use crate::kinds::article;
use crate::registry::Members;
use crate::render::prose;

/// The key type and its traits, each item formatted.
pub(super) fn items(members: &Members) -> Vec<String> {
    let mut items = if members.kind.block.closed { closed(members) } else { open(members) };
    items.extend(traits(members));
    items
}

fn closed(members: &Members) -> Vec<String> {
    let (entry, key) = names(members);
    let doc = attributes(&format!("The key of {} [`{entry}`].", article(&type_name(members))));
    let width = if members.entries.len() > usize::from(u16::MAX) { quote!(u32) } else { quote!(u16) };
    let variants = members.entries.iter().zip(&members.names).map(|(entry, name)| {
        let doc = attributes(&entry_doc(members, entry));
        let deprecated = deprecation(members, entry);
        let name = ident(&name.name);
        quote!(#doc #deprecated #name)
    });
    let all = members.names.iter().map(|name| {
        let name = ident(&name.name);
        quote!(Self::#name)
    });
    let expect = expect_deprecated(members);
    let nouns = attributes(&format!("All {}, in their order.", members.kind.nouns()));
    let count = proc_macro2::Literal::usize_unsuffixed(members.entries.len());
    let any = !members.entries.is_empty();
    // An enum without variants has no representation.
    let representation = any.then(|| quote!(#[repr(#width)]));
    vec![
        format_item(&quote! {
            #doc
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #representation
            pub enum #key { #(#variants,)* }
        }),
        format_item(&quote! {
            impl #key {
                #nouns
                #expect
                pub const ALL: [Self; #count] = [#(#all),*];
            }
        }),
    ]
}

fn open(members: &Members) -> Vec<String> {
    let (entry, key) = names(members);
    let doc = attributes(&format!(
        "The key of {} [`{entry}`]: one of the constants of this module.",
        article(&type_name(members))
    ));
    vec![format_item(&quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #key(pub(crate) u32);
    })]
}

fn traits(members: &Members) -> Vec<String> {
    let (entry, key) = names(members);
    let noun = members.kind.noun();
    let table = ident(&format!("{}TABLE", super::tables::static_mark(members)));
    let count = proc_macro2::Literal::usize_unsuffixed(members.entries.len());
    let any = !members.entries.is_empty();
    let (index, from_index) = if members.kind.block.closed {
        (if any { quote!(self as usize) } else { quote!(match self {}) }, quote!(Self::ALL.get(index).copied()))
    } else {
        (quote!(self.0 as usize), quote!(u32::try_from(index).ok().filter(|_| index < #count).map(Self)))
    };
    vec![
        format_item(&quote! {
            impl kernel::Key for #key {
                type Entry = #entry;

                const KIND: &'static str = #noun;

                fn table() -> &'static kernel::Table<#entry> { &#table }

                fn index(self) -> usize { #index }

                fn from_index(index: usize) -> Option<Self> { #from_index }
            }
        }),
        format_item(&quote! {
            impl std::str::FromStr for #key {
                type Err = kernel::UnknownKey;

                fn from_str(text: &str) -> Result<Self, Self::Err> { kernel::Key::parse(text) }
            }
        }),
        format_item(&quote! {
            impl kernel::config::Take for #key {
                fn take(checked: &mut kernel::config::Checked) -> Self { checked.key() }
            }
        }),
        format_item(&quote! {
            impl std::fmt::Display for #key {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(kernel::Key::as_str(*self)) }
            }
        }),
    ]
}

fn names(members: &Members) -> (proc_macro2::Ident, proc_macro2::Ident) {
    let entry = type_name(members);
    (ident(&entry), ident(&format!("{entry}Key")))
}

/// What an entry says about itself: its summary, with its key in front where the name hides it.
pub(super) fn entry_doc(members: &Members, entry: &crate::entries::Entry) -> String {
    let key = prose::code(&entry.key);
    match entry.text(&members.kind.block.summary).map(str::trim).filter(|summary| !summary.is_empty()) {
        Some(summary) => format!("{key}: {}", prose::rustdoc(summary)),
        None => format!("{key}."),
    }
}

/// `#[expect(deprecated)]` where a table of the kind names a deprecated entry of it.
pub(super) fn expect_deprecated(members: &Members) -> Option<proc_macro2::TokenStream> {
    let any = members.entries.iter().any(|entry| deprecation(members, entry).is_some());
    any.then(|| quote!(#[expect(deprecated, reason = "the table names deprecated entries too")]))
}
