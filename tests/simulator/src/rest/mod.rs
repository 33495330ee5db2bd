//! The service's FHIR R4 REST: reading only, as JP Core clients call it.

mod clinical;
mod documents;
mod metadata;
mod page;
mod params;
mod patient;
mod reception;
mod refused;
mod search;
mod site;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::value::RawValue;

use params::Params;
pub(crate) use refused::Refused;
pub(crate) use site::Site;

/// Content type of every answer that is FHIR.
pub(crate) const FHIR_JSON: &str = "application/fhir+json; charset=utf-8";

/// Every route of the service.
pub(crate) fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/fhir", get(next_page))
        .route(
            "/fhir/metadata",
            get(|| async { json(metadata::statement()) }),
        )
        .route("/fhir/Patient/_search", post(search_patient))
        .route("/fhir/Patient/{id}", get(read_patient))
        .route("/fhir/Binary/{id}", get(read_binary))
        .route("/fhir/{kind}", get(search_kind))
        .fallback(|| async { Refused::unknown() })
        .with_state(site)
}

async fn search_kind(
    State(site): State<Arc<Site>>,
    Path(kind): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let params = Params::read(query.as_deref().unwrap_or_default());
    answer(search::search(&site, &kind, &params, 0))
}

async fn search_patient(State(site): State<Arc<Site>>, body: String) -> Response {
    answer(search::search(&site, "Patient", &Params::read(&body), 0))
}

async fn next_page(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    let asked = Params::read(query.as_deref().unwrap_or_default());
    let Some(token) = asked.get("_page").and_then(page::Token::read) else {
        return Refused::unknown().into_response();
    };
    answer(search::search(
        &site,
        &token.kind,
        &Params::read(&token.query),
        token.offset,
    ))
}

async fn read_patient(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Response {
    answer(patient::read(&site, &id))
}

async fn read_binary(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let params = Params::read(query.as_deref().unwrap_or_default());
    answer(documents::binary(&site, &id, &params))
}

fn answer(result: Result<Box<RawValue>, Refused>) -> Response {
    match result {
        Ok(body) => json(body.get().to_owned()),
        Err(refused) => refused.into_response(),
    }
}

fn json(body: String) -> Response {
    ([(header::CONTENT_TYPE, FHIR_JSON)], body).into_response()
}
