//! Types of a model as Rust items: borrowed for the tables of entries, owned for configs.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs::{attributes, describe};
use super::imports::Imports;
use super::{kind_path, type_name};
use crate::profile::{Choice, Field, Item, Model, Reference, Shape, Slot, Type};
use crate::registry::{Members, Registry};
use crate::render::prose;

/// Whether values live in static tables or are made at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ownership {
    /// `&'static str`, `&'static [T]`.
    Static,
    /// `String`, `Vec<T>`.
    Owned,
}

/// Renders the types of a model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Types<'a> {
    pub(super) registry: &'a Registry,
    pub(super) model: &'a Model,
    pub(super) ownership: Ownership,
    /// The names that the file imports; none inside the modules of namespaces.
    pub(super) imports: Option<&'a Imports>,
}

/// What makes the root struct of a kind differ from the types inside it.
#[derive(Clone, Debug)]
pub(super) struct Root<'a> {
    /// The key type, for a kind's entry type.
    pub(super) key: Option<&'a str>,
    /// The properties that the key stands for.
    pub(super) key_properties: &'a [String],
    /// The docs of the root, safe already.
    pub(super) docs: String,
}

/// The field of a kind's entry type that a property becomes, and whether it is an `Option`.
pub(super) fn kind_field<'a>(members: &'a Members, property: &str) -> Option<(&'a str, bool)> {
    let field = super::tables::root_fields(&members.kind.model).iter().find(|field| field.name == property)?;
    Some((&field.rust, field.is_optional()))
}

impl Types<'_> {
    /// The items of the model, each formatted.
    pub(super) fn items(&self, root: &Root<'_>) -> Vec<String> {
        let root_id = self.model.root_item();
        let all = self.model.items.iter().enumerate();
        all.flat_map(|(index, item)| self.item(item, root_id.filter(|id| id.0 == index).map(|_| root))).collect()
    }

    fn item(&self, item: &Item, root: Option<&Root<'_>>) -> Vec<String> {
        let name = ident(&item.name);
        let fallback = match &item.shape {
            Shape::Struct(_) => "A part of the definition.",
            Shape::Enum(_) => "One of the values that the schema lists.",
            Shape::Tagged { .. } | Shape::Union(_) => "One of the shapes that the schema allows.",
        };
        let docs = attributes(&root.map_or_else(|| describe(&item.docs, fallback), |root| root.docs.clone()));
        let derives = quote!(#[derive(Clone, Debug, PartialEq)]);
        match &item.shape {
            Shape::Struct(fields) => {
                let left_out = root.map(|root| root.key_properties).unwrap_or_default();
                let key = root.and_then(|root| root.key).map(|key| {
                    let key = ident(key);
                    quote!(#[doc = " The key."] pub key: #key,)
                });
                let fields = fields.iter().filter(|field| !left_out.contains(&field.name)).map(|field| {
                    let (docs, name, ty) = self.field(field);
                    quote!(#docs pub #name: #ty)
                });
                vec![format_item(&quote!(#docs #derives pub struct #name { #key #(#fields,)* }))]
            }
            Shape::Enum(choices) => enumeration(&name, &docs, choices),
            Shape::Tagged { variants, .. } => {
                let variants = variants.iter().map(|variant| {
                    let docs = attributes(&describe(&variant.docs, &prose::code(&variant.value)));
                    let name = ident(&variant.rust);
                    let fields = variant.fields.iter().map(|field| {
                        let (docs, name, ty) = self.field(field);
                        quote!(#docs #name: #ty)
                    });
                    if variant.fields.is_empty() { quote!(#docs #name) } else { quote!(#docs #name { #(#fields,)* }) }
                });
                vec![format_item(&quote!(#docs #derives pub enum #name { #(#variants,)* }))]
            }
            Shape::Union(arms) => {
                let arms = arms.iter().map(|arm| {
                    let docs = attributes(&describe(&arm.docs, arm.json.described()));
                    let (name, ty) = (ident(arm.json.variant()), self.slot(&arm.value));
                    quote!(#docs #name(#ty))
                });
                vec![format_item(&quote!(#docs #derives pub enum #name { #(#arms,)* }))]
            }
        }
    }

    fn field(&self, field: &Field) -> (TokenStream, Ident, TokenStream) {
        let mut text = describe(&field.docs, &format!("{}, as the definition gives it.", prose::code(&field.name)));
        if let (Some(default), Ownership::Owned) = (&field.default, self.ownership) {
            text.push_str("\n\nDefault: ");
            text.push_str(&prose::code(&default.to_string()));
            text.push('.');
        }
        let ty = self.ty(&field.value.ty);
        let wrap = field.is_optional() && !field.value.ty.is_softened();
        let ty = if wrap { quote!(Option<#ty>) } else { ty };
        (attributes(&text), ident(&field.rust), ty)
    }

    fn slot(&self, slot: &Slot) -> TokenStream {
        let ty = self.ty(&slot.ty);
        if slot.is_option() { quote!(Option<#ty>) } else { ty }
    }

    fn ty(&self, ty: &Type) -> TokenStream {
        let owned = self.ownership == Ownership::Owned;
        match ty {
            Type::Any | Type::Schema if owned => quote!(kernel::Value),
            Type::Any => quote!(kernel::Json),
            Type::Schema => quote!(kernel::config::SpecRef),
            Type::Bool => quote!(bool),
            Type::Int(width) => {
                let name = ident(width.rust());
                quote!(#name)
            }
            Type::Float => quote!(f64),
            Type::Str if owned => quote!(String),
            Type::Str => quote!(&'static str),
            Type::Key(reference) => self.key(reference),
            Type::Item(id) | Type::Boxed(id) => {
                let name = ident(&self.model.item(*id).name);
                match (ty, self.ownership) {
                    (Type::Boxed(_), Ownership::Owned) => quote!(Box<#name>),
                    (Type::Boxed(_), Ownership::Static) => quote!(&'static #name),
                    _ => quote!(#name),
                }
            }
            Type::List(item) => {
                let item = self.slot(item);
                if owned { quote!(Vec<#item>) } else { quote!(&'static [#item]) }
            }
            Type::Map(item) => {
                let item = self.slot(item);
                if owned {
                    quote!(std::collections::BTreeMap<String, #item>)
                } else {
                    quote!(&'static [(&'static str, #item)])
                }
            }
        }
    }

    fn key(&self, reference: &Reference) -> TokenStream {
        // A reference to a kind that does not exist is an error, and nothing is rendered then.
        let Some(members) = self.registry.get(&reference.to) else { return quote!(&'static str) };
        let imported = self.imports.and_then(|imports| imports.name(members));
        let path: TokenStream = imported.unwrap_or_else(|| key_type(members)).parse().unwrap_or_default();
        if reference.missing == source::Severity::Error { path } else { quote!(Option<#path>) }
    }
}

/// The path of a kind's key type.
pub(super) fn key_type(members: &Members) -> String {
    format!("{}::{}Key", kind_path(members), type_name(members))
}

fn enumeration(name: &Ident, docs: &TokenStream, choices: &[Choice]) -> Vec<String> {
    let variants = choices.iter().map(|choice| {
        let docs = attributes(&describe(&choice.docs, &prose::code(&choice.value)));
        let name = ident(&choice.rust);
        quote!(#docs #name)
    });
    let pairs = choices.iter().map(|choice| {
        let (name, value) = (ident(&choice.rust), &choice.value);
        quote!((Self::#name, #value))
    });
    // Each further derive of a thousand small enums costs the compiler a quarter of a second.
    vec![
        format_item(&quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum #name { #(#variants,)* }
        }),
        format_item(&quote! {
            impl kernel::Choice for #name {
                const ALL: &'static [(Self, &'static str)] = &[#(#pairs),*];
            }
        }),
    ]
}

/// An identifier, raw where it has to be.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// One item, formatted.
pub(super) fn format_item(tokens: &TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // Unformatted, it is parsed again with its file, and reported there.
        Err(_) => tokens.to_string(),
    }
}
